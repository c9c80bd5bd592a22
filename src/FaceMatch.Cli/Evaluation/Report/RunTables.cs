using System.Globalization;

namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>The record of a run as the tables that end a report.</summary>
internal static class RunTables
{
    private static readonly string[] Columns = ["What", "Which"];

    public static IEnumerable<ReportTable> Of(RunRecord run, IReadOnlyList<UsedImages> sets)
    {
        yield return new ReportTable("Run", Columns,
        [
            ["Date (UTC)", run.At.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)],
            ["Command line", run.CommandLine],
            ["Program and commit", run.Program],
            ["Machine", $"{run.Machine}, {run.Cores} cores"],
            ["Operating system", run.OperatingSystem],
            ["Runtime", run.Runtime],
        ]);
        yield return new ReportTable("Models", Columns,
        [
            ["Pack", $"{run.Models.Pack} (licence {run.Licence})"],
            ["Detector", run.Models.Detector],
            ["Embedder", $"{run.Models.Embedder}, {run.Models.EmbeddingSize} dimensions"],
            ["Calibration", run.Models.Calibration],
            ["Calibration file, SHA-256", run.CalibrationSha256 ?? "none"],
            .. run.Files.Select(file => (string[])[$"{file.Name}, SHA-256", file.Sha256]),
        ]);
        yield return new ReportTable("Photographs", ["Folder", "Images", "SHA-256 of the contents, in order"],
            [.. sets.Select(set => (string[])[set.Folder, Format.Count(set.Images), set.Sha256])],
            "The report holds no photograph, no file name and no name of a person.");
    }
}
