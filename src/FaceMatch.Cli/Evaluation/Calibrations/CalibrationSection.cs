using FaceMatch.Cli.Evaluation.Report;
using FaceMatch.Core.Calibrations;

namespace FaceMatch.Cli.Evaluation.Calibrations;

/// <summary>The result as a person reads it.</summary>
internal static class CalibrationSection
{
    public static ReportSection Of(string set, CalibrationResult result) => new(
        $"Calibration {result.Calibration} on {set}",
        [
            Format.Text($"Every image is compared with every image of other people, {result.People:N0} people in {result.Images:N0} images, and with every other image of the same person. Thresholds are those that the calibration gives for the stated FMR. An image in which no face is found ({result.ImagesWithoutFace:N0}) is compared with none. Intervals: bootstrap over people (1,000 replicates, seed {result.Seed}); where no error was seen, Wilson."),
            "The calibration is a measurement too: its own uncertainty is not in these intervals. A set of another kind than the one it was made from answers another question, how far its rates carry over.",
        ],
        [.. Tables(result)], []);

    private static IEnumerable<ReportTable> Tables(CalibrationResult result)
    {
        yield return new ReportTable(
            "FMR stated and measured", ["Stated", "Cosine", "Measured", "95 % interval", "Comparisons", "Stated rate"],
            [
                .. result.Rates.Select(rate => (string[])
                [
                    Format.Target(rate.StatedFmr) + (rate.Extrapolated ? ", extrapolated" : ""), Format.Cosine(rate.Cosine),
                    .. Format.Row("", rate.Measured).Skip(1), Verdict(rate),
                ]),
            ]);
        if (result.Misses.Count == 0) yield break;
        yield return new ReportTable(
            "FNMR stated and measured", ["At stated FMR", "FNMR stated", "Measured", "95 % interval", "Comparisons"],
            [
                .. result.Misses.Select(miss => (string[])
                [
                    Format.Target(miss.StatedFmr), miss.StatedFnmr is { } stated ? Format.Rate(stated) : "not stated",
                    .. Format.Row("", miss.Measured).Skip(1),
                ]),
            ]);
    }

    private static string Verdict(CheckedRate rate) =>
        rate.Within ? "within the interval" : rate.Exceeded ? "exceeded" : "not reached";
}
