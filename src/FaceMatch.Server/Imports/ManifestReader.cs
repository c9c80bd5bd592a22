using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Server.Imports;

/// <summary>Reads the manifest of an import: CSV with a header, one row an image.</summary>
public static class ManifestReader
{
    private static readonly string[] Required =
    [
        "referenceNumber", "file", "category", "legalInstrument", "legalReference", "requestingUnit",
        "necessity", "source", "lawfulHolding", "reviewAt", "expiresAt",
    ];

    /// <exception cref="RefusalException">
    /// <c>malformed-manifest</c>, <c>manifest-columns</c>, <c>manifest-empty</c>, <c>manifest-too-long</c>.
    /// </exception>
    public static IReadOnlyList<ManifestRow> Read(byte[] csv)
    {
        try
        {
            return ReadRows(csv);
        }
        catch (Exception fault) when (fault is CsvHelperException or DecoderFallbackException)
        {
            int line = (fault as CsvHelperException)?.Context?.Parser?.RawRow ?? 0;
            throw Refused("malformed-manifest", $"The manifest is not CSV in UTF-8 (near line {line}). Save it as \"CSV UTF-8\" and send it again.", fault);
        }
    }

    private static List<ManifestRow> ReadRows(byte[] csv)
    {
        UTF8Encoding strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        using StreamReader text = new(new MemoryStream(csv), strict, detectEncodingFromByteOrderMarks: true);
        using CsvReader reader = new(text, Configuration(csv));
        if (!reader.Read() || !reader.ReadHeader())
            throw Refused("manifest-empty", "The manifest is empty. Send a header and a row for each image.");
        CheckColumns(reader.HeaderRecord ?? []);
        List<ManifestRow> rows = [];
        while (reader.Read())
        {
            if (rows.Count == ImportLimits.MostRows)
                throw Refused("manifest-too-long", $"The manifest has more than {ImportLimits.MostRows} rows. Send it in parts.");
            rows.Add(ReadRow(reader, rows.Count + 1));
        }

        return rows.Count > 0 ? rows : throw Refused("manifest-empty", "The manifest has a header but no row. Add a row for each image.");
    }

    private static CsvConfiguration Configuration(byte[] csv) => new(CultureInfo.InvariantCulture)
    {
        Delimiter = UsesSemicolons(csv) ? ";" : ",",
        TrimOptions = TrimOptions.Trim,
        PrepareHeaderForMatch = header => header.Header.Trim().ToUpperInvariant(),
        MissingFieldFound = null,
        IgnoreBlankLines = true,

        // A quote that is never closed would swallow the rest of the file into one field.
        MaxFieldSize = 64 << 10,
    };

    /// <summary>Spreadsheets of French or Moroccan settings write semicolons; a header holds no other.</summary>
    private static bool UsesSemicolons(ReadOnlySpan<byte> csv)
    {
        int end = csv.IndexOf((byte)'\n');
        ReadOnlySpan<byte> header = end < 0 ? csv : csv[..end];
        return header.Contains((byte)';') && !header.Contains((byte)',');
    }

    private static void CheckColumns(string[] header)
    {
        HashSet<string> present = new(header.Select(name => name.Trim()), StringComparer.OrdinalIgnoreCase);
        string[] missing = [.. Required.Where(name => !present.Contains(name))];
        if (missing.Length > 0)
            throw Refused("manifest-columns", $"The manifest's header lacks {string.Join(", ", missing)}. Its first line names the columns, separated by commas.");
    }

    private static ManifestRow ReadRow(CsvReader reader, int row)
    {
        (string, string)? fault = null;
        EnrolSubjectRequest subject = new(
            Text("referenceNumber"), Text("category"), Text("legalInstrument"), Text("legalReference"), Text("requestingUnit"),
            Text("necessity"), Time("reviewAt"), Time("expiresAt"), Text("displayName"), Number("bornYear"));
        return new ManifestRow(row, Text("file") ?? "", subject, Text("source"), Text("lawfulHolding"), Text("watchlist"), fault);

        string? Text(string name) => reader.TryGetField(name, out string? value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;

        DateTimeOffset? Time(string name)
        {
            if (Text(name) is not { } text) return null;
            if (char.IsAsciiDigit(text[0]) && text.IndexOf('-') == 4
                && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
            {
                return time;
            }

            fault = (name, "is not a time like 2026-03-01 or 2026-03-01T12:00:00Z");
            return null;
        }

        int? Number(string name)
        {
            if (Text(name) is not { } text) return null;
            if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)) return number;
            fault = (name, "is not a year");
            return null;
        }
    }

    private static RefusalException Refused(string code, string sentence, Exception? cause = null) =>
        new(RefusalKind.Unacceptable, code, sentence, cause);
}
