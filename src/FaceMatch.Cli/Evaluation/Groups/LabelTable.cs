using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.Groups;

/// <summary>
/// A CSV with a column <c>file</c>, perhaps a column <c>person</c>, and any others as labels. Without <c>person</c> every
/// image counts as a person of its own.
/// </summary>
/// <param name="Files">Full paths.</param>
/// <param name="PersonOf">Person of each image, from 0.</param>
/// <param name="HasPeople">Whether the file says who is who, so that there are mated comparisons.</param>
/// <param name="Labels">Values of each label column, one an image.</param>
internal sealed record LabelTable(
    IReadOnlyList<string> Files, IReadOnlyList<int> PersonOf, bool HasPeople,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Labels)
{
    private const string FileColumn = "file";
    private const string PersonColumn = "person";

    /// <exception cref="UsageException">Not such a table; the message says what is missing.</exception>
    public static LabelTable Read(FileInfo table, DirectoryInfo images)
    {
        using StreamReader reader = new(table.FullName);
        using CsvReader csv = new(reader, new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim });
        if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { } header || !header.Contains(FileColumn, StringComparer.Ordinal))
            throw new UsageException($"{table.FullName} must begin with a line of column names, one of them '{FileColumn}'.");
        List<string[]> rows = [];
        while (csv.Read()) rows.Add([.. header.Select(column => csv.GetField(column) ?? "")]);
        if (rows.Count == 0) throw new UsageException($"{table.FullName} has no rows.");

        int file = Array.IndexOf(header, FileColumn), person = Array.IndexOf(header, PersonColumn);
        string[] people = [.. rows.Select((row, i) => person < 0 ? i.ToString(CultureInfo.InvariantCulture) : row[person])];
        Dictionary<string, int> index = people.Distinct(StringComparer.Ordinal).Select((name, i) => (name, i))
            .ToDictionary(one => one.name, one => one.i, StringComparer.Ordinal);
        return new LabelTable(
            [.. rows.Select(row => Path.Combine(images.FullName, row[file]))],
            [.. people.Select(name => index[name])],
            person >= 0,
            header.Index().Where(column => column.Index != file && column.Index != person).ToDictionary(
                column => column.Item,
                IReadOnlyList<string> (column) => [.. rows.Select(row => row[column.Index])], StringComparer.Ordinal));
    }
}
