using System.Collections.Concurrent;
using System.Numerics.Tensors;
using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Calibrations;

/// <param name="People">Those with an image in which a face was found.</param>
internal sealed record CalibrationResult(
    string Calibration, int People, int Images, int ImagesWithoutFace, int Seed, IReadOnlyList<CheckedRate> Rates,
    IReadOnlyList<CheckedMiss> Misses);

/// <param name="StatedFnmr">What the calibration states at the threshold; null where it states none.</param>
/// <param name="Measured">With the 95 % interval of a bootstrap over people.</param>
internal sealed record CheckedMiss(double StatedFmr, double? StatedFnmr, MeasuredRate Measured);

/// <summary>A calibration against people that it was not made from.</summary>
internal static class CalibrationEvaluation
{
    /// <summary>The looser ones say nothing that a threshold needs; the stricter ones rest on too few errors in any set at hand.</summary>
    private static readonly double[] Rates = [1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

    public static async Task<Measurement> RunAsync(
        EvaluationRun run, DirectoryInfo images, Calibration calibration, IReadOnlySet<PeoplePair> excluded, int seed,
        CancellationToken cancellationToken)
    {
        LabelledFolder folder = LabelledFolder.Read(images);
        EmbeddedSet set = await run.EmbedAsync(images, [.. folder.Images.Select(image => image.File)], assess: false, cancellationToken);
        float[][][] people = [.. folder.ImagesByPerson().Select(
            own => own.Select(image => set.Embeddings[image]).OfType<float[]>().ToArray())];
        HashSet<(int, int)> left = [.. Numbered(folder, excluded)];
        IReadOnlyList<CloseStrangers> close = Close(people, left, calibration.CosineAt(Rates[0]), cancellationToken);
        int[] imagesOf = [.. people.Select(own => own.Length)];
        if (imagesOf.Count(own => own > 0) < 2)
            throw new UsageException($"{images.FullName} shows fewer than two people: nobody can be compared with another.");
        IReadOnlyList<CheckedRate> rates = new CalibrationCheck(imagesOf, close, left).Rates(calibration, Rates, seed);
        CalibrationResult result = new(
            calibration.Id, imagesOf.Count(own => own > 0), imagesOf.Sum(), set.FacesNotFound, seed, rates,
            Misses(people, calibration, rates, seed));
        return new Measurement("calibration", result, CalibrationSection.Of(images.Name, result));
    }

    private static IEnumerable<(int, int)> Numbered(LabelledFolder folder, IReadOnlySet<PeoplePair> excluded)
    {
        Dictionary<string, int> numbers = folder.People.Index().ToDictionary(person => person.Item, person => person.Index);
        foreach (PeoplePair pair in excluded)
            if (numbers.TryGetValue(pair.First, out int first) && numbers.TryGetValue(pair.Second, out int second))
                yield return (Math.Min(first, second), Math.Max(first, second));
    }

    private static List<CloseStrangers> Close(
        float[][][] people, HashSet<(int, int)> excluded, float least, CancellationToken cancellationToken)
    {
        ConcurrentBag<CloseStrangers> close = [];
        Parallel.For(0, people.Length, new ParallelOptions { CancellationToken = cancellationToken }, first =>
        {
            for (int second = first + 1; second < people.Length; second++)
            {
                if (excluded.Contains((first, second))) continue;
                foreach (float[] one in people[first])
                    foreach (float[] other in people[second])
                    {
                        float cosine = TensorPrimitives.Dot<float>(one, other);
                        if (cosine >= least) close.Add(new CloseStrangers(first, second, cosine));
                    }
            }
        });
        return [.. close.OrderBy(pair => pair.First).ThenBy(pair => pair.Second).ThenBy(pair => pair.Cosine)];
    }

    private static List<CheckedMiss> Misses(
        float[][][] people, Calibration calibration, IReadOnlyList<CheckedRate> rates, int seed)
    {
        float[][] genuine = [.. people.Select(GenuineScores).Where(scores => scores.Length > 0)];
        if (genuine.Length == 0) return [];
        long of = genuine.Sum(scores => (long)scores.Length);
        return [.. rates.Select(rate =>
        {
            long[] missed = [.. genuine.Select(scores => (long)scores.Count(score => score < rate.Cosine))];
            long count = missed.Sum();
            MeasuredRate measured = count == 0
                ? MeasuredRate.OfTrials(0, of)
                : new MeasuredRate((double)count / of, count, of, PersonBootstrap.Interval(genuine.Length, seed, weights =>
                    (double)missed.Zip(weights).Sum(own => own.First * own.Second)
                    / genuine.Zip(weights).Sum(own => (long)own.First.Length * own.Second)));
            return new CheckedMiss(rate.StatedFmr, calibration.FalseNonMatchRate(rate.Cosine), measured);
        })];
    }

    private static float[] GenuineScores(float[][] own) =>
        [.. own.SelectMany((one, i) => own.Skip(i + 1).Select(other => TensorPrimitives.Dot<float>(one, other)))];
}
