using FaceMatch.Cli.Evaluation.Report;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Calibrations;
using Spectre.Console;

namespace FaceMatch.Cli.Evaluation.Calibrations;

/// <summary>A calibration as a person reads it: thresholds at round rates, the unmeasured ones named as such.</summary>
internal static class CalibrationTable
{
    private static readonly double[] Rates = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6, 1e-7];

    public static void Write(Calibration calibration, CliEnvironment environment)
    {
        Table table = new Table().AddColumns("FMR", "Cosine", "FNMR", "Rests on");
        foreach (double rate in Rates)
        {
            float cosine = calibration.CosineAt(rate);
            table.AddRow(
                Format.Target(rate), Format.Cosine(cosine),
                calibration.FalseNonMatchRate(cosine) is { } missed ? Format.Rate(missed) : "not measured",
                calibration.IsExtrapolated(rate) ? "extrapolation" : $"{Format.Count((long)(rate * calibration.Comparisons))} errors");
        }

        environment.Results.Write(table);
        environment.Results.WriteLine(
            $"{Format.Count(calibration.Comparisons)} comparisons of different people, {Format.Count(calibration.Provenance.GenuineComparisons)} of one person. "
            + $"Rates below {Format.Rate(calibration.LowestMeasuredRate)} are extrapolated. Largest gallery: {Format.Count(calibration.LargestGallery)}.");
    }
}
