using FaceMatch.Core.Evaluation;
using FaceMatch.Core.Faces;

namespace FaceMatch.Cli.Evaluation.Quality;

/// <summary>Whether the quality that is measured on a face tells which comparisons will go wrong.</summary>
internal static class QualityEvaluation
{
    /// <summary>Shares of comparisons to discard: policies leave out a few per cent, and more says nothing about them.</summary>
    private static readonly double[] Shares = [.. Enumerable.Range(0, 31).Select(i => i / 100.0)];

    /// <summary>Turned this far a face has no worth left as a component, degrees.</summary>
    private const double FullTurn = 90;

    /// <summary>What is tried as a predictor, each higher for a better face.</summary>
    private static readonly IReadOnlyList<(string Name, Func<EmbeddedFace, FaceQuality, double> Of)> Predictors =
    [
        ("Overall", (_, quality) => quality.Overall),
        ("Sharpness", (_, quality) => quality.Sharpness),
        ("Size", (_, quality) => quality.Size),
        ("Pose", (_, quality) => 1 - (Math.Sqrt((quality.Yaw * quality.Yaw) + (quality.Pitch * quality.Pitch)) / FullTurn)),
        ("Detector score", (face, _) => face.Detection.Score),
    ];

    /// <param name="fmr">At which the threshold is fixed.</param>
    public static async Task<Measurement> RunAsync(
        EvaluationRun run, DirectoryInfo images, double fmr, int seed, CancellationToken cancellationToken)
    {
        LabelledFolder folder = LabelledFolder.Read(images);
        EmbeddedSet set = await run.EmbedAsync(
            images, [.. folder.Images.Select(image => image.File)], assess: true, cancellationToken);
        QualityResult result = Measure(folder, set, fmr, seed);
        return new Measurement("quality", result, QualitySection.Of(images.Name, result));
    }

    private static QualityResult Measure(LabelledFolder folder, EmbeddedSet set, double fmr, int seed)
    {
        ComparisonDraw draw = new([.. folder.Images.Select(image => image.Person)], set.Embeddings, seed);
        IReadOnlyList<ComparedImages> mated = draw.Mated();
        DetCurve det = new(mated.Select(pair => pair.Score), draw.NonMatedScores());
        float threshold = det.ThresholdFor(fmr);
        int misses = det.FalseNegativesAt(threshold);
        return new QualityResult(
            folder.People.Count,
            folder.Images.Count,
            set.FacesNotFound,
            det.NonMatedCount,
            ComparisonDraw.MostMatedPerPerson,
            seed,
            fmr,
            threshold,
            MeasuredRate.OfTrials(misses, det.MatedCount),
            [.. Predictors.Select(predictor => Curve(predictor.Name, predictor.Of, mated, set, threshold))],
            ScoreHistogram.OfShares(set.Faces.OfType<EmbeddedFace>().Select(face => face.Quality!.Overall)),
            [.. Reasons(set)]);
    }

    private static DiscardCurve Curve(
        string name, Func<EmbeddedFace, FaceQuality, double> predictor, IEnumerable<ComparedImages> mated, EmbeddedSet set,
        float threshold)
    {
        double[] worth = [.. set.Faces.Select(face => face is null ? 0 : predictor(face, face.Quality!))];
        QualityPair[] pairs =
            [.. mated.Select(pair => new QualityPair(Math.Min(worth[pair.First], worth[pair.Second]), pair.Score))];
        IReadOnlyList<DiscardPoint> curve = ErrorVersusDiscard.Curve(pairs, threshold, Shares);
        return new DiscardCurve(name, ErrorVersusDiscard.Gain(curve), curve);
    }

    private static IEnumerable<ReasonCount> Reasons(EmbeddedSet set) => set.Faces.OfType<EmbeddedFace>()
        .SelectMany(face => face.Quality!.Reasons).GroupBy(reason => reason, StringComparer.Ordinal)
        .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => new ReasonCount(group.Key, group.Count()));
}
