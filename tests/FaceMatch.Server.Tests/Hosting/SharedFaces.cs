namespace FaceMatch.Server.Tests.Hosting;

/// <summary>Photographs of real people, outside the repository; tests that need them are skipped where they are absent.</summary>
public static class SharedFaces
{
    /// <summary>The city takes its people from the first of the list, and so do tests that do not mind company.</summary>
    private const int BeyondTheCity = 300;

    private static readonly string? Root = Find();

    /// <summary>Two different photographs each of so many people of LFW, in order of name.</summary>
    public static IReadOnlyList<(string Name, string First, string Second)> People(int count)
    {
        string folder = Folder("lfw-dev");
        return
        [
            .. Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal)
                .Select(person => (Name: Path.GetFileName(person), Files: Directory.GetFiles(person, "*.jpg").Order(StringComparer.Ordinal).ToArray()))
                .Where(person => person.Files.Length >= 2)
                .Take(count)
                .Select(person => (person.Name, person.Files[0], person.Files[1])),
        ];
    }

    /// <summary>
    /// One person whom no other test enrols, by a number that the test chooses for itself: the tests share one server, and
    /// a second enrolment of the same face would answer for the first.
    /// </summary>
    public static (string Name, string First, string Second) Apart(int number) => People(BeyondTheCity + number + 1)[BeyondTheCity + number];

    public static string Folder(string name)
    {
        string? folder = Root is null ? null : Path.Combine(Root, name);
        if (folder is null || !Directory.Exists(folder)) Assert.Skip($"The folder {name} of the shared test data is not there; set FACEMATCH_SHARED to the folder that holds data.");
        return folder!;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("FACEMATCH_SHARED") is { Length: > 0 } shared) return Path.Combine(shared, "data");
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FaceMatch.sln")))
                return folder.Parent is { } parent ? Path.Combine(parent.FullName, "shared", "data") : null;
        }

        return null;
    }
}
