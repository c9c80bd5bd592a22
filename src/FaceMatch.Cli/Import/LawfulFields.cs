using System.CommandLine;
using System.Globalization;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Import;

/// <summary>
/// What every subject of a folder import carries (oversight rule 5). Given once for all of them; a manifest says it row
/// by row instead.
/// </summary>
public sealed class LawfulFields
{
    private readonly List<(string Column, Option<string?> Option)> _options = [];

    public LawfulFields(Command command)
    {
        Add("category", "--category", "NAME", $"One of {string.Join(", ", Core.Subjects.SubjectCategories.Names)}.");
        Add("legalInstrument", "--legal-instrument", "TEXT", "The warrant, notice or order.");
        Add("legalReference", "--legal-reference", "TEXT", "Its reference.");
        Add("requestingUnit", "--requesting-unit", "TEXT", "The unit that asks.");
        Add("necessity", "--necessity", "TEXT", "Why a watchlist is needed.");
        Add("source", "--source", "TEXT", "Where the images come from.");
        Add("lawfulHolding", "--lawful-holding", "TEXT", "Why the force may hold them.");
        Add("reviewAt", "--review-at", "DATE", "When the entries are reviewed, as 2026-06-01.");
        Add("expiresAt", "--expires-at", "DATE", "When the legal basis ends, as 2026-12-31.");
        foreach ((_, Option<string?> option) in _options) command.Options.Add(option);
    }

    /// <summary>The values by manifest column.</summary>
    /// <exception cref="UsageException">Names every option that is missing or cannot be read.</exception>
    public IReadOnlyDictionary<string, string> Read(ParseResult parsed)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        List<string> faults = [];
        foreach ((string column, Option<string?> option) in _options)
        {
            string? text = parsed.GetValue(option);
            if (string.IsNullOrWhiteSpace(text)) faults.Add($"{option.Name} is missing");
            else if (!column.EndsWith("At", StringComparison.Ordinal)) values[column] = text;
            else if (Date(text) is { } date) values[column] = date;
            else faults.Add($"{option.Name} '{text}' is not a date like 2026-06-01");
        }

        if (faults.Count == 0) return values;
        throw new UsageException(
            $"A folder of people needs the lawful fields for all of them: {string.Join("; ", faults)}. "
            + $"Or put a {ManifestFile.UsualName} with a row for each image into the folder.");
    }

    /// <summary>A date without a zone is taken as UTC, as the API does.</summary>
    private static string? Date(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
            ? at.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)
            : null;

    private void Add(string column, string name, string value, string description) =>
        _options.Add((column, new Option<string?>(name) { Description = description, HelpName = value }));
}
