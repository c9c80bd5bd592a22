using System.Buffers;
using System.Security.Cryptography;

namespace FaceMatch.Storage.Vault;

/// <summary>Seals a stream into a file, one piece in memory at a time.</summary>
internal static class SealedWriter
{
    /// <summary>Reads <paramref name="plain"/> to its end; the file is flushed to the disk when it returns.</summary>
    /// <returns>SHA-256 of the plain content.</returns>
    public static async Task<byte[]> WriteAsync(FileStream file, Stream plain, VaultKey key, CancellationToken cancellationToken)
    {
        byte[] header = new byte[VaultFormat.HeaderLength];
        VaultFormat.WriteHeader(header, key);
        using PieceCipher cipher = new(key, header);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] current = ArrayPool<byte>.Shared.Rent(VaultFormat.PieceLength);
        byte[] ahead = ArrayPool<byte>.Shared.Rent(VaultFormat.PieceLength);
        byte[] sealedPiece = ArrayPool<byte>.Shared.Rent(VaultFormat.PieceLength + VaultFormat.TagLength);
        try
        {
            await WriteOrRefuseAsync(file, header, cancellationToken);
            int length = await ReadPieceAsync(plain, current, cancellationToken);
            for (long piece = 0; ; piece++)
            {
                // Only reading on tells whether this piece is the last one.
                int next = length < VaultFormat.PieceLength ? 0 : await ReadPieceAsync(plain, ahead, cancellationToken);
                hash.AppendData(current, 0, length);
                byte[] contentHash = next == 0 ? hash.GetCurrentHash() : [];
                cipher.Seal(piece, current.AsSpan(0, length), contentHash, sealedPiece);
                await WriteOrRefuseAsync(file, sealedPiece.AsMemory(0, length + VaultFormat.TagLength), cancellationToken);
                if (next == 0)
                {
                    StorageFaults.Guard(() => file.Flush(flushToDisk: true));
                    return contentHash;
                }

                (current, ahead, length) = (ahead, current, next);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(current, clearArray: true);
            ArrayPool<byte>.Shared.Return(ahead, clearArray: true);
            ArrayPool<byte>.Shared.Return(sealedPiece);
        }
    }

    private static async Task<int> ReadPieceAsync(Stream plain, byte[] buffer, CancellationToken cancellationToken) =>
        await plain.ReadAtLeastAsync(
            buffer.AsMemory(0, VaultFormat.PieceLength), VaultFormat.PieceLength, throwOnEndOfStream: false, cancellationToken);

    // Only the writes are guarded: a sender who breaks off is no fault of the disk.
    private static async Task WriteOrRefuseAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        try
        {
            await file.WriteAsync(bytes, cancellationToken);
        }
        catch (IOException fault)
        {
            throw StorageFaults.OfDisk(fault);
        }
    }
}
