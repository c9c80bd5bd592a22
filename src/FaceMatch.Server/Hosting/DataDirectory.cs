namespace FaceMatch.Server.Hosting;

/// <summary>The directory that holds everything, readable by its owner only. Storage sees that one server at a time uses it.</summary>
public sealed class DataDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="StartRefusedException">It cannot be made.</exception>
    public DataDirectory(string path)
    {
        Path = path;
        try
        {
            CreateOwnerOnly(path);
        }
        catch (Exception fault) when (fault is UnauthorizedAccessException or IOException)
        {
            throw new StartRefusedException(
                $"The data directory {path} cannot be made. Give this account the right to, or set {ServerOptions.DataKey} to another directory.",
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

    private static DirectoryInfo CreateOwnerOnly(string path) =>
        OperatingSystem.IsWindows() ? Directory.CreateDirectory(path) : Directory.CreateDirectory(path, OwnerOnly);
}
