namespace FaceMatch.Cli.Tests;

internal sealed class TemporaryFolder : IDisposable
{
    public DirectoryInfo Directory { get; } = System.IO.Directory.CreateTempSubdirectory("facematch-");

    public string Path => Directory.FullName;

    public string Write(string name, string content)
    {
        string path = System.IO.Path.Combine(Path, name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(recursive: true);
}
