using System.Globalization;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Imports;
using Spectre.Console;

namespace FaceMatch.Cli.Import;

/// <summary>Tells a person what became of an import.</summary>
public static class ImportReport
{
    public static void Print(ImportView import, CliEnvironment environment, Uri server)
    {
        IAnsiConsole results = environment.Results;
        if (import.Rejected.Count > 0)
        {
            Table table = new Table().Border(TableBorder.Simple).AddColumns("Row", "File", "Rejected for", "Reason");
            foreach (RejectedRow row in import.Rejected)
            {
                table.AddRow(
                    row.Row.ToString(CultureInfo.InvariantCulture), Markup.Escape(row.File), Markup.Escape(row.Code), Markup.Escape(row.Reason));
            }

            results.Write(table);
        }

        environment.Output.WriteLine($"{import.Accepted} images enrolled, {import.Rejected.Count} rejected, of {import.Rows}.");
        if (import.Failure is { } failure) environment.Output.WriteLine(failure);
        environment.Output.WriteLine(Next(import, server));
    }

    private static string Next(ImportView import, Uri server) => import.State switch
    {
        "approved" => $"Import {import.Id} is approved; its subjects are searchable.",
        "awaitingApproval" =>
            $"Import {import.Id} waits for a second person: an account with the role approver approves it at {server.GetLeftPart(UriPartial.Authority)}, "
            + $"or by POST /api/v1/imports/{import.Id}/approve. Nobody of it is searchable before.",
        _ => $"Import {import.Id} is {import.State}.",
    };
}
