using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation;

/// <param name="Person">Index of the person, in the order of the folders' names.</param>
internal readonly record struct LabelledImage(int Person, string File);

/// <summary>A set of photographs with one folder a person, in an order that does not depend on the machine.</summary>
internal sealed record LabelledFolder(DirectoryInfo Folder, IReadOnlyList<string> People, IReadOnlyList<LabelledImage> Images)
{
    private static readonly string[] Extensions = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <exception cref="UsageException">Nothing in it is a folder with images.</exception>
    public static LabelledFolder Read(DirectoryInfo folder)
    {
        (string Name, string[] Files)[] people =
        [
            .. folder.EnumerateDirectories()
                .OrderBy(person => person.Name, StringComparer.Ordinal)
                .Select(person => (person.Name, FilesOf(person)))
                .Where(person => person.Item2.Length > 0),
        ];
        if (people.Length == 0)
            throw new UsageException($"{folder.FullName} has no folders with images: one folder a person is needed.");
        return new LabelledFolder(
            folder,
            [.. people.Select(person => person.Name)],
            [.. people.SelectMany((person, index) => person.Files.Select(file => new LabelledImage(index, file)))]);
    }

    /// <summary>Indices into <see cref="Images"/>, for each person.</summary>
    public IReadOnlyList<IReadOnlyList<int>> ImagesByPerson()
    {
        List<int>[] images = [.. People.Select(_ => new List<int>())];
        for (int i = 0; i < Images.Count; i++) images[Images[i].Person].Add(i);
        return images;
    }

    /// <summary>The picture files directly in a folder, by name.</summary>
    public static string[] FilesOf(DirectoryInfo folder) =>
    [
        .. folder.EnumerateFiles()
            .Where(file => Extensions.Contains(file.Extension.ToLowerInvariant()))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => file.FullName),
    ];
}
