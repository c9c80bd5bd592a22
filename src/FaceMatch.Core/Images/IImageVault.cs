namespace FaceMatch.Core.Images;

/// <summary>
/// Pictures at rest: addressed by the SHA-256 of their plain bytes, encrypted, never changed once written.
/// </summary>
public interface IImageVault
{
    /// <summary>Durable (flushed to the disk) when it returns; storing the same bytes again is harmless.</summary>
    /// <returns>The content hash, lower-case hexadecimal.</returns>
    Task<string> StoreAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken);

    /// <exception cref="FileNotFoundException">No such content.</exception>
    /// <exception cref="InvalidDataException">The stored bytes were altered or the key is another one.</exception>
    Task<byte[]> ReadAsync(string contentHash, CancellationToken cancellationToken);

    /// <summary>Overwrites and removes the content. The caller knows that nothing refers to it any more.</summary>
    Task<bool> EraseAsync(string contentHash, CancellationToken cancellationToken);
}
