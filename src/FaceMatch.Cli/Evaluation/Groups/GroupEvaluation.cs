using FaceMatch.Cli.Evaluation.Quality;
using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Evaluation;
using FaceMatch.Vision.Models;

namespace FaceMatch.Cli.Evaluation.Groups;

/// <summary>Whether the errors fall on some groups of people more than on others.</summary>
internal static class GroupEvaluation
{
    /// <param name="by">Labels to divide by; empty is each label by itself.</param>
    /// <param name="fmr">The rate that the calibration is asked to keep.</param>
    public static async Task<Measurement> RunAsync(
        EvaluationRun run, FileInfo labels, DirectoryInfo images, IReadOnlyList<string> by, double fmr, int seed,
        CancellationToken cancellationToken)
    {
        LabelTable table = LabelTable.Read(labels, images);
        Grouping[] groupings = [.. (by.Count > 0 ? by : table.Labels.Keys).Select(name => Grouping.By(name, table))];
        EmbeddedSet set = await run.EmbedAsync(labels.Directory!, table.Files, assess: false, cancellationToken);
        (float threshold, string? calibration) = Threshold(run, table, set, fmr, seed);
        GroupMeasurement measurement = new(table, set.Embeddings, threshold, seed);
        GroupResult result = new(
            table.Files.Count, set.FacesNotFound, table.PersonOf.Distinct().Count(), fmr, calibration, threshold, seed,
            measurement.Fmr(), measurement.Fnmr(), [.. groupings.Select(measurement.Measure)]);
        return new Measurement("groups", result, GroupSection.Of(labels.Directory!.Name, result));
    }

    /// <summary>What a deployment would use; of a pack without a calibration, what the set itself gives.</summary>
    private static (float Threshold, string? Calibration) Threshold(
        EvaluationRun run, LabelTable table, EmbeddedSet set, double fmr, int seed)
    {
        try
        {
            Calibration calibration = run.ReadCalibration();
            return (calibration.CosineAt(fmr), calibration.Id);
        }
        catch (ModelPackException)
        {
            IReadOnlyList<float> scores = new ComparisonDraw(table.PersonOf, set.Embeddings, seed).NonMatedScores();
            return (new DetCurve(scores, scores).ThresholdFor(fmr), null);
        }
    }
}
