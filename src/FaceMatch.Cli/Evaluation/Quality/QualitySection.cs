using FaceMatch.Cli.Evaluation.Report;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Quality;

/// <summary>The result as a person reads it.</summary>
internal static class QualitySection
{
    /// <summary>Shares that the table names; the curve has all.</summary>
    private static readonly double[] Named = [0, 0.01, 0.02, 0.05, 0.1, 0.2];

    public static ReportSection Of(string set, QualityResult result) => new(
        $"Quality on {set}", Protocol(result), [.. Tables(result)], Figures(result));

    private static IReadOnlyList<string> Protocol(QualityResult result) =>
    [
        Format.Text($"Error versus discard characteristic after Grother and Tabassi (2007) and ISO/IEC 29794-1. {result.Fnmr.Of} mated comparisons: of each of {result.People} people at most {result.MostMatedPerPerson} pairs of images, drawn at random (seed {result.Seed}). The threshold is fixed where {result.NonMatedComparisons} comparisons of different people give FMR {Format.Target(result.Fmr)}, cosine {result.Threshold:F3}, and is not chosen anew for what remains."),
        "A comparison has the quality of the worse of its two images. Those of lowest quality are discarded first; FNMR is that of the rest. Of comparisons of equal quality the expected share of errors counts.",
        "Gain is the area between the curve and the level of no discarding, over the same area for a measure that knew every error: 1 is perfect, 0 knows nothing, negative is worse than chance. Images without a detected face have no template and are not compared here; they are counted.",
    ];

    private static IEnumerable<ReportTable> Tables(QualityResult result)
    {
        yield return new ReportTable(
            Format.Text($"FNMR at FMR {Format.Target(result.Fmr)} as the lowest qualities are discarded"),
            ["Predictor", .. Named.Select(share => $"{Format.Target(share)} discarded"), "Gain"],
            [
                .. result.Curves.Select(curve => (string[])
                    [curve.Predictor, .. Named.Select(share => Format.Percent(At(curve, share))), Format.Text($"{curve.Gain:F2}")]),
            ],
            $"With nothing discarded the 95 % interval is {Format.Of(result.Fnmr.Interval)} (Wilson, {Format.Counted(result.Fnmr)}).");
        yield return new ReportTable("Counts", ["What", "Count"],
        [
            ["People", Format.Count(result.People)],
            ["Images", Format.Count(result.Images)],
            ["Images without a detected face (failures to acquire)", Format.Count(result.ImagesWithoutFace)],
            .. result.Reasons.Select(reason => (string[])[$"Images called {reason.Reason}", Format.Count(reason.Images)]),
        ]);
    }

    private static IReadOnlyList<ReportFigure> Figures(QualityResult result)
    {
        double level = result.Fnmr.Value;
        return
        [
            new ReportFigure(
                Format.Text($"FNMR at a threshold fixed at FMR {Format.Target(result.Fmr)}, by share of comparisons discarded. Ideal: a measure that knew every error."),
                Plots.Linear("Comparisons discarded, lowest quality first", "FNMR",
                [
                    .. result.Curves.Select(curve => new PlotLine(
                        curve.Predictor, [.. curve.Points.Select(point => (point.Discarded, point.FalseNonMatch))])),
                    new PlotLine("Ideal", [.. result.Curves[0].Points.Select(
                        point => (point.Discarded, ErrorVersusDiscard.Ideal(level, point.Discarded)))]),
                ], percentAcross: true)),
            new ReportFigure(
                "Overall quality of the images.",
                Plots.Histogram([("Images", result.Overall)], [], "Overall quality, 0 to 1", "Share of images")),
        ];
    }

    private static double At(DiscardCurve curve, double share) =>
        curve.Points.First(point => point.Discarded >= share).FalseNonMatch;
}
