using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Verification;

/// <summary>Compares the pairs of an LFW View 2 file.</summary>
internal static class VerificationEvaluation
{
    /// <summary>False accept rates that the report names, with the keys they have in JSON.</summary>
    public static readonly IReadOnlyList<(string Key, double Rate)> Rates = [("1e-2", 1e-2), ("1e-3", 1e-3)];

    public static async Task<VerificationResult> MeasureAsync(
        EvaluationRun run, DirectoryInfo images, FileInfo pairsFile, int seed, CancellationToken cancellationToken)
    {
        IReadOnlyList<LfwPair> pairs = await ReadPairsAsync(pairsFile, cancellationToken);
        LfwImage[] used = [.. pairs.SelectMany(pair => (LfwImage[])[pair.First, pair.Second]).Distinct()];
        EmbeddedSet set = await run.EmbedAsync(
            images, [.. used.Select(image => Path.Combine(images.FullName, image.RelativePath))], assess: false, cancellationToken);
        Dictionary<LfwImage, float[]?> vectors = used
            .Zip(set.Embeddings).ToDictionary(pair => pair.First, pair => pair.Second);
        ScoredPair[] scored = [.. pairs.Select(pair => new ScoredPair(
            pair.Fold, Similarity.Cosine(vectors[pair.First], vectors[pair.Second]), pair.Same))];
        return Measure(pairs, scored, set, seed);
    }

    public static async Task<Measurement> RunAsync(
        EvaluationRun run, DirectoryInfo images, FileInfo pairs, int seed, CancellationToken cancellationToken)
    {
        VerificationResult result = await MeasureAsync(run, images, pairs, seed, cancellationToken);
        return new Measurement("verification", result, VerificationSection.Of(images.Name, result));
    }

    private static VerificationResult Measure(
        IReadOnlyList<LfwPair> pairs, ScoredPair[] scored, EmbeddedSet set, int seed)
    {
        FoldAccuracy accuracy = Core.Evaluation.Verification.AccuracyByFold(scored);
        string[] people = [.. pairs.Select(pair => pair.First.Person).Distinct()];
        Dictionary<string, int> index = people.Select((name, i) => (name, i)).ToDictionary(person => person.name, person => person.i);
        (bool Same, PersonScore Score)[] byPerson =
            [.. pairs.Zip(scored, (pair, score) => (pair.Same, new PersonScore(index[pair.First.Person], score.Cosine)))];
        PersonWeightedDet weighted = new(
            byPerson.Where(score => score.Same).Select(score => score.Score),
            byPerson.Where(score => !score.Same).Select(score => score.Score));
        IReadOnlyList<Interval> intervals = PersonBootstrap.Intervals(
            people.Length, seed, weights => [.. Rates.Select(rate => 1 - weighted.FalseNegativeRate(rate.Rate, weights))]);
        DetCurve det = new(
            scored.Where(pair => pair.Same).Select(pair => pair.Cosine),
            scored.Where(pair => !pair.Same).Select(pair => pair.Cosine));
        return new VerificationResult(
            pairs.Count,
            pairs.Select(pair => pair.Fold).Distinct().Count(),
            set.Faces.Count,
            accuracy.Accuracy,
            accuracy.StandardError,
            [.. Rates.Select((rate, i) => Point(det, rate.Rate, intervals[i]))],
            Rates.ToDictionary(rate => rate.Key, rate => Core.Evaluation.Verification.TrueAcceptRate(scored, rate.Rate)),
            det.EqualErrorRate(),
            set.FacesNotFound,
            set.ImagesPerSecond,
            seed,
            det.Points(),
            ScoreHistogram.OfCosines(scored.Where(pair => pair.Same).Select(pair => pair.Cosine)),
            ScoreHistogram.OfCosines(scored.Where(pair => !pair.Same).Select(pair => pair.Cosine)));
    }

    private static VerificationPoint Point(DetCurve det, double far, Interval interval)
    {
        float threshold = det.ThresholdFor(far);
        int accepted = det.MatedCount - det.FalseNegativesAt(threshold);
        return new VerificationPoint(
            far, threshold, new MeasuredRate((double)accepted / det.MatedCount, accepted, det.MatedCount, interval));
    }

    private static async Task<IReadOnlyList<LfwPair>> ReadPairsAsync(FileInfo file, CancellationToken cancellationToken)
    {
        try
        {
            return LfwPairs.Parse(await File.ReadAllTextAsync(file.FullName, cancellationToken));
        }
        catch (FormatException fault)
        {
            throw new UsageException($"{file.FullName} is not a pairs file. {fault.Message}");
        }
    }
}
