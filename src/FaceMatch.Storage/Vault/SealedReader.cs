using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FaceMatch.Storage.Vault;

/// <summary>
/// Plain content of one file of the vault, any part of it. The last piece is opened first: it vouches for the length
/// and for the name. Holds one plain piece at a time, which is zeroed when left.
/// </summary>
internal sealed class SealedReader : Stream
{
    private readonly SafeFileHandle _file;
    private readonly PieceCipher _cipher;
    private readonly byte[] _contentHash;
    private readonly byte[] _sealed;
    private readonly byte[] _plain;
    private readonly long _lastPiece;
    private long _loaded = -1;
    private long _position;

    /// <summary>Takes the handle over, also when it throws.</summary>
    /// <exception cref="InvalidDataException">Altered, cut short, under another name, or sealed with another key.</exception>
    public SealedReader(SafeFileHandle file, VaultKey key, byte[] contentHash)
    {
        _file = file;
        _contentHash = contentHash;
        try
        {
            Length = VaultFormat.PlainLength(RandomAccess.GetLength(file));
            _lastPiece = VaultFormat.PiecesOf(Length) - 1;
            Span<byte> header = stackalloc byte[VaultFormat.HeaderLength];
            Fill(header, 0);
            VaultFormat.CheckHeader(header, key);
            _cipher = new PieceCipher(key, header);
            int largest = (int)Math.Min(Length, VaultFormat.PieceLength);
            _plain = GC.AllocateUninitializedArray<byte>(largest);
            _sealed = GC.AllocateUninitializedArray<byte>(largest + VaultFormat.TagLength);
            Load(_lastPiece);
        }
        catch
        {
            _cipher?.Dispose();
            file.Dispose();
            throw;
        }
    }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length { get; }

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (_position >= Length || buffer.IsEmpty) return 0;
        long piece = _position / VaultFormat.PieceLength;
        if (piece != _loaded) Load(piece);
        int offset = (int)(_position % VaultFormat.PieceLength);
        int count = Math.Min(buffer.Length, PlainLengthOf(piece) - offset);
        _plain.AsSpan(offset, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return ValueTask.FromCanceled<int>(cancellationToken);
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        SeekOrigin.End => Length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            CryptographicOperations.ZeroMemory(_plain);
            _cipher.Dispose();
            _file.Dispose();
        }

        base.Dispose(disposing);
    }

    private int PlainLengthOf(long piece) => (int)Math.Min(VaultFormat.PieceLength, Length - (piece * VaultFormat.PieceLength));

    private void Load(long piece)
    {
        _loaded = -1;
        int length = PlainLengthOf(piece);
        Span<byte> sealedPiece = _sealed.AsSpan(0, length + VaultFormat.TagLength);
        Fill(sealedPiece, VaultFormat.OffsetOf(piece));
        _cipher.Open(piece, sealedPiece, piece == _lastPiece ? _contentHash : [], _plain.AsSpan(0, length));
        _loaded = piece;
    }

    private void Fill(Span<byte> buffer, long offset)
    {
        while (!buffer.IsEmpty)
        {
            int read = RandomAccess.Read(_file, buffer, offset);
            if (read == 0) throw VaultFormat.Altered();
            buffer = buffer[read..];
            offset += read;
        }
    }
}
