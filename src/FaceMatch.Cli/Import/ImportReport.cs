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
        PrintDuplicates(import, environment);
        PrintUnlikeImages(import, environment);
        if (import.Failure is { } failure) environment.Output.WriteLine(failure);
        environment.Output.WriteLine(Next(import, server));
    }

    private static void PrintDuplicates(ImportView import, CliEnvironment environment)
    {
        if (import.DuplicatesFound == 0) return;
        environment.Output.WriteLine(import.DuplicatesFound == 1
            ? "1 pair of subjects may be one person. Look at both before the import is approved:"
            : $"{import.DuplicatesFound} pairs of subjects may be one person. Look at both of each before the import is approved:");
        foreach (ImportDuplicate pair in import.Duplicates)
        {
            string other = pair.OtherFile is { } file ? Named(pair.OtherReferenceNumber, file) : $"{pair.OtherReferenceNumber}, enrolled before";
            environment.Output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {Named(pair.ReferenceNumber, pair.File)} may be {other} (cosine {pair.Cosine:0.000}; of strangers one pair in {1 / pair.Fmr:N0} is as near)"));
        }

        PrintRest(import.DuplicatesFound - import.Duplicates.Count, environment);
    }

    private static void PrintUnlikeImages(ImportView import, CliEnvironment environment)
    {
        if (import.UnlikeImagesFound == 0) return;
        environment.Output.WriteLine(import.UnlikeImagesFound == 1
            ? "1 image seems to show somebody else than the other images of its subject:"
            : $"{import.UnlikeImagesFound} images seem to show somebody else than the other images of their subject:");
        foreach (ImportUnlikeImage image in import.UnlikeImages) environment.Output.WriteLine($"  {Named(image.ReferenceNumber, image.File)}");
        PrintRest(import.UnlikeImagesFound - import.UnlikeImages.Count, environment);
    }

    private static void PrintRest(int more, CliEnvironment environment)
    {
        if (more > 0) environment.Output.WriteLine($"  and {more} more, which the server counted only or whose subjects were erased since");
    }

    private static string Named(string reference, string file) => file.Length > 0 ? $"{reference} ({file})" : reference;

    private static string Next(ImportView import, Uri server) => import.State switch
    {
        "approved" => $"Import {import.Id} is approved; its subjects are searchable.",
        "awaitingApproval" =>
            $"Import {import.Id} waits for a second person: an account with the role approver approves it at {server.GetLeftPart(UriPartial.Authority)}, "
            + $"or by POST /api/v1/imports/{import.Id}/approve. Nobody of it is searchable before.",
        _ => $"Import {import.Id} is {import.State}.",
    };
}
