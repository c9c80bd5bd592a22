using System.Globalization;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Searches;
using Spectre.Console;

namespace FaceMatch.Cli.Search;

/// <summary>Shows a search to a person: each face with its candidates, and how much of the gallery answered.</summary>
public static class SearchReport
{
    public static void Print(SearchView answer, CliEnvironment environment)
    {
        TextWriter output = environment.Output;
        foreach (SearchFaceView face in answer.Faces)
        {
            output.WriteLine(Invariant(
                $"Face {face.FaceIndex} at {face.Box.X:0},{face.Box.Y:0}, {face.Box.Width:0} x {face.Box.Height:0} pixels, quality {face.Quality.Overall:0.00}{Reasons(face)}"));
            if (face.Candidates.Count == 0) output.WriteLine(answer.Coverage.Complete ? "  no candidate" : "  no candidate in the part that answered");
            else environment.Results.Write(TableOf(face.Candidates));
        }

        if (answer.Faces.Count == 0) output.WriteLine("No face was found in the image.");
        output.WriteLine(CoverageLine(answer.Coverage, answer.GalleryVersion));
        output.WriteLine($"Search {answer.SearchId}, embedder {answer.Model.Embedder}, calibration {answer.Model.Calibration}.");
        output.WriteLine("Candidates are proposals. Two reviewers judge each before it is a lead, and a lead is no ground for arrest.");
    }

    private static Table TableOf(IReadOnlyList<CandidateView> candidates)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("Rank", "Reference number", "Cosine", "FMR", "Band", "Candidate");
        foreach (CandidateView candidate in candidates)
        {
            table.AddRow(
                candidate.Rank.ToString(CultureInfo.InvariantCulture), Markup.Escape(candidate.ReferenceNumber),
                Invariant($"{candidate.Cosine:0.000}"), Invariant($"{candidate.Fmr:0.0e+0}"), candidate.Band, candidate.CandidateId);
        }

        return table;
    }

    private static string CoverageLine(Coverage coverage, string version)
    {
        string searched = Invariant($"{coverage.TemplatesSearched} templates in {coverage.ShardsAnswered} of {coverage.ShardsTotal} shards searched (gallery version {version}).");
        return coverage.Complete
            ? searched
            : $"INCOMPLETE: {searched} Missing: {string.Join(", ", coverage.Missing)}. Search again later; this answer does not say that there is no candidate.";
    }

    private static string Reasons(SearchFaceView face) =>
        face.Quality.Reasons.Count == 0 ? "" : $" ({string.Join(", ", face.Quality.Reasons)})";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
