namespace FaceMatch.Core.Evaluation;

/// <summary>
/// Intervals by resampling people, not images, with replacement (the subsets bootstrap of Bolle, Ratha and Pankanti 2004,
/// <i>Error analysis of pattern recognition systems</i>): scores of one person are alike, and taken as independent would
/// give intervals that are too narrow. Each replicate is a weight a person, how often it was drawn. Percentile interval
/// (Efron 1981). The same seed gives the same interval.
/// </summary>
public static class PersonBootstrap
{
    /// <summary>Enough that the ends of a 95 % interval rest on 25 replicates each.</summary>
    public const int Replicates = 1000;

    private const double Tail = 0.025;

    /// <param name="people">People are numbered from 0 to below this.</param>
    /// <param name="statistic">Of the weights, one a person; NaN where a replicate leaves it undefined, and is passed over.</param>
    public static Interval Interval(
        int people, int seed, Func<int[], double> statistic, int replicates = Replicates) =>
        Intervals(people, seed, weights => [statistic(weights)], replicates)[0];

    /// <summary>As <see cref="Interval"/>, for several statistics of the same replicates.</summary>
    public static IReadOnlyList<Interval> Intervals(
        int people, int seed, Func<int[], IReadOnlyList<double>> statistics, int replicates = Replicates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(replicates, 1);
        Random random = new(seed);
        int[][] draws = [.. Enumerable.Range(0, replicates).Select(_ => Weights(people, random))];
        IReadOnlyList<double>[] results = [.. draws.AsParallel().AsOrdered().Select(statistics)];
        return
        [
            .. Enumerable.Range(0, results[0].Count).Select(i => Percentiles(
                [.. results.Select(result => result[i]).Where(value => !double.IsNaN(value)).Order()])),
        ];
    }

    private static Interval Percentiles(double[] ordered) => ordered.Length == 0
        ? new Interval(0, 1)
        : new Interval(Quantiles.Of(ordered, Tail), Quantiles.Of(ordered, 1 - Tail));

    private static int[] Weights(int people, Random random)
    {
        var weights = new int[people];
        for (int i = 0; i < people; i++) weights[random.Next(people)]++;
        return weights;
    }
}
