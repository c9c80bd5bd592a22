using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Import;

/// <summary>A folder with one folder a person, named by reference number, full of that person's images.</summary>
public static class PeopleFolder
{
    private static readonly string[] Own = ["referenceNumber", "file", "watchlist"];

    private static readonly HashSet<string> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif",
    };

    /// <exception cref="UsageException">There is nobody in the folder.</exception>
    public static ManifestRows Read(DirectoryInfo folder, string watchlist, IReadOnlyDictionary<string, string> lawful)
    {
        List<IReadOnlyList<string>> rows = [];
        List<string> files = [];
        foreach (DirectoryInfo person in folder.EnumerateDirectories().Where(IsShown).OrderBy(found => found.Name, StringComparer.Ordinal))
        {
            foreach (FileInfo picture in person.EnumerateFiles().Where(IsPicture).OrderBy(found => found.Name, StringComparer.Ordinal))
            {
                string file = $"{person.Name}/{picture.Name}";
                files.Add(file);
                rows.Add([person.Name, file, watchlist, .. lawful.Values]);
            }
        }

        if (rows.Count > 0) return new ManifestRows([.. Own, .. lawful.Keys], rows, files);
        throw new UsageException(
            $"{folder.FullName} holds no folder with images ({string.Join(", ", Pictures)}). It should hold one folder a person, named by the reference number.");
    }

    private static bool IsShown(FileSystemInfo found) => !found.Name.StartsWith('.');

    private static bool IsPicture(FileInfo file) => IsShown(file) && Pictures.Contains(file.Extension);
}
