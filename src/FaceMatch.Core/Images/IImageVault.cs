namespace FaceMatch.Core.Images;

/// <summary>
/// Pictures at rest: addressed by the SHA-256 of their plain bytes, encrypted, never changed once written. Also keeps
/// the archives that pictures are imported from.
/// </summary>
public interface IImageVault
{
    /// <summary>Durable (flushed to the disk) when it returns; storing the same bytes again is harmless.</summary>
    /// <returns>The content hash, lower-case hexadecimal.</returns>
    /// <exception cref="Refusals.RefusalException">Code <c>storage-unavailable</c>: the disk is full or does not answer.</exception>
    Task<string> StoreAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken);

    /// <summary>The same for content that need not fit into memory, read to its end.</summary>
    Task<string> StoreStreamAsync(Stream plain, CancellationToken cancellationToken);

    /// <exception cref="FileNotFoundException">No such content.</exception>
    /// <exception cref="InvalidDataException">The stored bytes were altered or the key is another one.</exception>
    Task<byte[]> ReadAsync(string contentHash, CancellationToken cancellationToken);

    /// <summary>
    /// A seekable stream over the plain content, deciphered and checked piece by piece as it is read; reading throws
    /// <see cref="InvalidDataException"/> at a piece that was altered. Nothing plain touches the disk.
    /// </summary>
    /// <exception cref="FileNotFoundException">No such content.</exception>
    /// <exception cref="InvalidDataException">The stored bytes were altered or the key is another one.</exception>
    Task<Stream> OpenReadAsync(string contentHash, CancellationToken cancellationToken);

    /// <summary>Overwrites and removes the content. The caller knows that nothing refers to it any more.</summary>
    /// <returns>False when there was no such content.</returns>
    Task<bool> EraseAsync(string contentHash, CancellationToken cancellationToken);
}
