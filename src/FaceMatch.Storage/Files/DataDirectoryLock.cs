namespace FaceMatch.Storage.Files;

/// <summary>
/// Holds the data directory for one process: two servers on one SQLite file would each answer from a gallery that
/// knows nothing of what the other wrote. Servers that share a PostgreSQL database share the directory as well, and hold it together
/// against one that would open it for SQLite. The system frees it when the process ends, in whatever way.
/// </summary>
internal sealed class DataDirectoryLock(StorageOptions options) : IDisposable
{
    private FileStream? _held;

    /// <exception cref="StorageStartException">Another process holds the directory, or it cannot be written to.</exception>
    public void Acquire()
    {
        try
        {
            OwnerOnly.CreateFolder(options.DataDirectory);
            _held ??= new FileStream(
                Path.Combine(options.DataDirectory, "in-use.lock"),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                options.IsShared ? FileShare.ReadWrite : FileShare.None);
        }
        catch (UnauthorizedAccessException fault)
        {
            throw new StorageStartException(
                $"The data directory {options.DataDirectory} cannot be written to; give it to the user that runs the server.", fault);
        }
        catch (IOException fault)
        {
            throw new StorageStartException(
                $"The data directory {options.DataDirectory} is in use by another server or cannot be made; stop that server, or name another directory.", fault);
        }
    }

    public void Dispose() => _held?.Dispose();
}
