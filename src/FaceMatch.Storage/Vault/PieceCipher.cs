using System.Security.Cryptography;

namespace FaceMatch.Storage.Vault;

/// <summary>Seals and opens the pieces of one file. Not thread-safe.</summary>
internal sealed class PieceCipher : IDisposable
{
    private const int FileKeyLength = 32;
    private const int NonceLength = 12;

    private readonly AesGcm _aes;
    private readonly byte[] _header;

    public PieceCipher(VaultKey key, ReadOnlySpan<byte> header)
    {
        _header = header.ToArray();
        Span<byte> fileKey = stackalloc byte[FileKeyLength];
        key.DeriveFileKey(header[^VaultFormat.SaltLength..], fileKey);
        _aes = new AesGcm(fileKey, VaultFormat.TagLength);
        CryptographicOperations.ZeroMemory(fileKey);
    }

    /// <param name="contentHash">Of the whole plain content for the last piece, else empty.</param>
    /// <param name="destination">As long as <paramref name="plain"/> and its tag.</param>
    public void Seal(long piece, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> contentHash, Span<byte> destination)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        VaultFormat.WriteNonce(nonce, piece, last: !contentHash.IsEmpty);
        Span<byte> associated = stackalloc byte[VaultFormat.HeaderLength + VaultFormat.HashLength];
        _aes.Encrypt(nonce, plain, destination[..plain.Length], destination.Slice(plain.Length, VaultFormat.TagLength), Associate(associated, contentHash));
    }

    /// <param name="sealedPiece">Ciphertext and tag.</param>
    /// <exception cref="InvalidDataException">The piece is not what was written there.</exception>
    public void Open(long piece, ReadOnlySpan<byte> sealedPiece, ReadOnlySpan<byte> contentHash, Span<byte> plain)
    {
        Span<byte> nonce = stackalloc byte[NonceLength];
        VaultFormat.WriteNonce(nonce, piece, last: !contentHash.IsEmpty);
        Span<byte> associated = stackalloc byte[VaultFormat.HeaderLength + VaultFormat.HashLength];
        try
        {
            _aes.Decrypt(
                nonce, sealedPiece[..^VaultFormat.TagLength], sealedPiece[^VaultFormat.TagLength..], plain, Associate(associated, contentHash));
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw VaultFormat.Altered(mismatch);
        }
    }

    public void Dispose() => _aes.Dispose();

    private ReadOnlySpan<byte> Associate(Span<byte> buffer, ReadOnlySpan<byte> contentHash)
    {
        _header.CopyTo(buffer);
        contentHash.CopyTo(buffer[_header.Length..]);
        return buffer[..(_header.Length + contentHash.Length)];
    }
}
