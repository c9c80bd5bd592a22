namespace FaceMatch.EndToEnd.Tests.Harness;

/// <param name="Reference">Name of the folder.</param>
internal sealed record Person(string Reference, string Enrolled, string Probe);

/// <summary>People of the shared photographs that have two pictures or more.</summary>
internal static class People
{
    public static IReadOnlyList<Person> Take(int count) =>
    [
        .. new DirectoryInfo(Repository.Shared("data/lfw-dev")).EnumerateDirectories()
            .OrderBy(folder => folder.Name, StringComparer.Ordinal)
            .Select(folder => (folder.Name, Files: folder.EnumerateFiles("*.jpg").OrderBy(file => file.Name, StringComparer.Ordinal).Take(2).ToArray()))
            .Where(person => person.Files.Length == 2)
            .Take(count)
            .Select(person => new Person(person.Name, person.Files[0].FullName, person.Files[1].FullName)),
    ];
}
