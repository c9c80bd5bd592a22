namespace FaceMatch.Pipeline.Tests.RealFaces;

/// <summary>Test photographs that are never part of the repository; a test that needs them skips where they are not.</summary>
internal static class SharedData
{
    /// <exception cref="Exception">The test is skipped: there is no such data here.</exception>
    public static string Path(params string[] parts)
    {
        string path = System.IO.Path.Combine([Root(), "data", .. parts]);
        Assert.SkipUnless(File.Exists(path) || Directory.Exists(path), $"Needs the shared test data {System.IO.Path.Combine(parts)}.");
        return path;
    }

    /// <summary>People of <c>lfw-dev</c> in alphabetical order, each with the paths of their pictures in order.</summary>
    public static IEnumerable<string[]> People() =>
        Directory.EnumerateDirectories(Path("lfw-dev")).Order(StringComparer.Ordinal)
            .Select(person => Directory.EnumerateFiles(person, "*.jpg").Order(StringComparer.Ordinal).ToArray());

    private static string Root()
    {
        if (Environment.GetEnvironmentVariable("FACEMATCH_SHARED") is { Length: > 0 } told) return told;
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "FaceMatch.sln"))) folder = folder.Parent;
        return System.IO.Path.Combine(folder?.Parent?.FullName ?? "/", "shared");
    }
}
