namespace FaceMatch.EndToEnd.Tests.Harness;

/// <summary>Where things are on this machine.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Debug or Release, as these tests were built.</summary>
    private static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    public static string ServerProgram => Program("src/FaceMatch.Server", "FaceMatch.Server");

    public static string CliProgram => Program("src/FaceMatch.Cli", "facematch");

    public static string LoadProgram => Program("bench/FaceMatch.LoadTest", "FaceMatch.LoadTest");

    /// <summary>A file or folder of the shared test data; skips the test where there is none.</summary>
    public static string Shared(string path)
    {
        string root = Environment.GetEnvironmentVariable("FACEMATCH_SHARED") is { Length: > 0 } set ? set : Path.Combine(Root, "..", "shared");
        string full = Path.GetFullPath(Path.Combine(root, path));
        if (!Path.Exists(full)) Assert.Skip($"{path} is not there: this test needs the shared data beside the repository.");
        return full;
    }

    private static string Program(string project, string name)
    {
        string path = Path.Combine(Root, project, "bin", Configuration, "net10.0", name);
        return File.Exists(path) ? path : throw new InvalidOperationException($"{path} is not built. Build {project} in {Configuration} first.");
    }

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FaceMatch.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException("These tests run from a build inside the repository.");
    }
}
