using System.Globalization;
using CsvHelper;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Import;

/// <summary>A manifest that says everything row by row, its files named relative to the folder of images.</summary>
public static class ManifestFile
{
    /// <summary>Looked for in the folder when no other is named.</summary>
    public const string UsualName = "manifest.csv";

    private const string FileColumn = "file";
    private const string WatchlistColumn = "watchlist";

    /// <param name="watchlist">Put into every row; null keeps what the manifest says.</param>
    /// <exception cref="UsageException">The manifest cannot be read, has no rows or no column <c>file</c>.</exception>
    public static ManifestRows Read(FileInfo manifest, DirectoryInfo folder, string? watchlist)
    {
        using CsvReader csv = Open(manifest);
        List<string> columns = [.. csv.HeaderRecord!.Select(column => column.Trim())];
        int file = columns.FindIndex(column => column.Equals(FileColumn, StringComparison.OrdinalIgnoreCase));
        if (file < 0) throw new UsageException($"{manifest.FullName} has no column '{FileColumn}'; its first line must name the columns.");
        int list = columns.FindIndex(column => column.Equals(WatchlistColumn, StringComparison.OrdinalIgnoreCase));
        if (list < 0 && watchlist is not null)
        {
            list = columns.Count;
            columns.Add(WatchlistColumn);
        }

        List<IReadOnlyList<string>> rows = [];
        SortedSet<string> files = new(StringComparer.Ordinal);
        while (csv.Read())
        {
            string[] cells = [.. Enumerable.Range(0, columns.Count).Select(column => csv.TryGetField(column, out string? cell) ? cell ?? "" : "")];
            if (watchlist is not null) cells[list] = watchlist;
            rows.Add(cells);
            if (Exists(folder, cells[file])) files.Add(cells[file]);
        }

        if (rows.Count == 0) throw new UsageException($"{manifest.FullName} has no rows.");
        return new ManifestRows(columns, rows, [.. files]);
    }

    /// <summary>Only files below the folder are sent, whatever the manifest names; the server rejects the other rows.</summary>
    private static bool Exists(DirectoryInfo folder, string name)
    {
        if (name.Length == 0) return false;
        string root = Path.GetFullPath(folder.FullName) + Path.DirectorySeparatorChar;
        string path = Path.GetFullPath(Path.Combine(root, name));
        return path.StartsWith(root, StringComparison.Ordinal) && File.Exists(path);
    }

    private static CsvReader Open(FileInfo manifest)
    {
        StreamReader reader;
        try
        {
            reader = manifest.OpenText();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The manifest {manifest.FullName} cannot be read: {fault.Message}");
        }

        CsvReader csv = new(reader, CultureInfo.InvariantCulture);
        if (csv.Read() && csv.ReadHeader()) return csv;
        csv.Dispose();
        throw new UsageException($"The manifest {manifest.FullName} is empty.");
    }
}
