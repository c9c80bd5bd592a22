namespace FaceMatch.Server.Hosting;

/// <summary>
/// The directory that holds everything, readable by its owner only, and used by one server at a time: two on one
/// database would each trust a gallery that the other changes.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly FileStream _lock;

    /// <exception cref="StartRefusedException">It cannot be made or written to, or another server uses it.</exception>
    public DataDirectory(string path)
    {
        Path = path;
        try
        {
            CreateOwnerOnly(path);
            _lock = new FileStream(In("server.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new StartRefusedException(
                $"The data directory {path} cannot be used: it is not writable for this account, or another FaceMatch server uses it. "
                + $"Stop the other one, or set {ServerOptions.DataKey} to another directory.",
                fault);
        }
    }

    public string Path { get; }

    public string In(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A directory below, made when it is not there.</summary>
    public DirectoryInfo Folder(string name) => CreateOwnerOnly(In(name));

    /// <summary>Writes a file that only its owner can read, whole or not at all.</summary>
    public void WriteSecret(string name, string content)
    {
        string path = In(name);
        string fresh = path + ".new";
        File.Delete(fresh);
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (FileStream file = new(fresh, options))
        using (StreamWriter writer = new(file))
        {
            writer.Write(content);
            writer.Flush();
            file.Flush(flushToDisk: true);
        }

        File.Move(fresh, path, overwrite: true);
    }

    public void Dispose() => _lock.Dispose();

    private static DirectoryInfo CreateOwnerOnly(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerOnly);
}
