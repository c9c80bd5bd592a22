namespace FaceMatch.Cli.Tests;

/// <summary>What is taken from the shared test data; a test that needs it skips visibly without.</summary>
internal static class SharedFaces
{
    public static string Lfw() => Folder("lfw-dev");

    /// <param name="name">Of a folder of the shared test data.</param>
    public static string Folder(string name)
    {
        string? root = Environment.GetEnvironmentVariable("FACEMATCH_SHARED");
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); root is null && folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FaceMatch.sln")))
                root = Path.Combine(folder.Parent!.FullName, "shared");
        string path = Path.Combine(root ?? "shared", "data", name);
        Assert.SkipUnless(Directory.Exists(path), $"The test data {name} is not on this machine.");
        return path;
    }

    /// <summary>Copies two images each of the first people who have them.</summary>
    /// <param name="into">Gets one folder a person.</param>
    /// <returns>The people's names.</returns>
    public static string[] CopyPeople(int people, string into)
    {
        string[] folders = [.. Directory.EnumerateDirectories(Lfw())
            .Where(folder => Directory.EnumerateFiles(folder).Skip(1).Any()).Order(StringComparer.Ordinal).Take(people)];
        foreach (string folder in folders)
        {
            string target = Directory.CreateDirectory(Path.Combine(into, Path.GetFileName(folder))).FullName;
            foreach (string file in Directory.EnumerateFiles(folder).Order(StringComparer.Ordinal).Take(2))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }

        return [.. folders.Select(folder => Path.GetFileName(folder))];
    }
}
