using FaceMatch.Cli.Evaluation.Report;

namespace FaceMatch.Cli.Evaluation.Verification;

/// <summary>The result as a person reads it.</summary>
internal static class VerificationSection
{
    public static ReportSection Of(string set, VerificationResult result) => new(
        $"Verification on {set}", Protocol(result), Tables(result), Figures(result));

    private static IReadOnlyList<string> Protocol(VerificationResult result) =>
    [
        Format.Text($"{result.Pairs} pairs of images in {result.Folds} folds, half of them of one person, by the View 2 protocol of Labeled Faces in the Wild (Huang et al. 2007): the threshold of a fold is chosen on all others. Accuracy is the mean over folds, its standard error the sample deviation over the root of their number."),
        "TAR at a FAR is 1 - FNMR at the lowest threshold whose FMR on all pairs is not above the FAR. FMR and FNMR here are rates of comparison as in ISO/IEC 19795-1; failures to acquire count as comparisons with the lowest score, so that FNMR includes them.",
        Format.Text($"Intervals: bootstrap over the person of the first image of each pair (1,000 replicates, seed {result.Seed}), the threshold found anew in each. At a FAR of 1e-3 the threshold rests on one or two pairs in a thousand: the interval is wide for that reason."),
    ];

    private static IReadOnlyList<ReportTable> Tables(VerificationResult result) =>
    [
        new ReportTable("Comparison of pairs", ["Measure", "Value", "95 % interval", "Pairs", "Cosine"],
        [
            ["Accuracy", $"{Format.Percent(result.Accuracy)} (standard error {Format.Percent(result.AccuracyStdErr)})", "", Format.Count(result.Pairs), ""],
            .. result.Points.Select(point => (string[])
                [.. Format.Row($"TAR at FAR {Format.Target(point.Far)}", point.Tar), Format.Cosine(point.Threshold)]),
            ["Equal error rate", Format.Percent(result.EqualErrorRate), "", "", ""],
        ]),
        new ReportTable("Counts", ["What", "Count"],
        [
            ["Images", Format.Count(result.Images)],
            ["Images without a detected face (failures to acquire)", Format.Count(result.FacesNotFound)],
            ["Images per second, decoding included", Format.Text($"{result.ImagesPerSecond:F1}")],
        ]),
    ];

    private static IReadOnlyList<ReportFigure> Figures(VerificationResult result) =>
    [
        new ReportFigure(
            "DET: FNMR over FMR.",
            Plots.Det("FMR", "FNMR", [new PlotLine("All pairs", [.. result.Det.Select(point => (point.FalsePositive, point.FalseNegative))])])),
        new ReportFigure(
            "ROC: TAR over FAR.",
            Plots.OverDecades("FAR", "TAR", [new PlotLine("All pairs", [.. result.Det.Select(point => (point.FalsePositive, 1 - point.FalseNegative))])], percentAcross: true)),
        new ReportFigure(
            "Scores of pairs of one person (mated) and of two (non-mated).",
            Plots.Histogram(
                [("Mated", result.MatedScores), ("Non-mated", result.NonMatedScores)],
                [.. result.Points.Select(point => ($"FMR {Format.Target(point.Far)}", point.Threshold))])),
    ];
}
