using System.CommandLine;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>The report as an option of a verb, and as a file.</summary>
internal static class ReportFile
{
    public static Option<FileInfo> Option() => new("--report")
    {
        Description = "Also write one HTML file with plots, tables, protocol, models and machine. It holds no photograph and no name.",
        HelpName = "FILE",
    };

    /// <exception cref="UsageException">The file cannot be written.</exception>
    public static async Task WriteAsync(
        FileInfo file, RunRecord run, IReadOnlyList<UsedImages> sets, IReadOnlyList<ReportSection> sections,
        CliEnvironment environment, CancellationToken cancellationToken)
    {
        string page = ReportPage.Write(
            $"FaceMatch evaluation: pack {run.Models.Pack}, {run.Models.Embedder}", sections, RunTables.Of(run, sets));
        try
        {
            await File.WriteAllTextAsync(file.FullName, page, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{file.FullName} cannot be written: {fault.Message}");
        }

        environment.Say($"Report written to {file.FullName}.");
    }

    /// <summary>What was typed, so that it can be typed again.</summary>
    public static string CommandLineOf(ParseResult parsed) => string.Join(' ',
        parsed.Tokens.Select(token => token.Value.Contains(' ', StringComparison.Ordinal) ? $"'{token.Value}'" : token.Value)
            .Prepend("facematch"));
}
