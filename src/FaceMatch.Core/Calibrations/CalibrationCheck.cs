using FaceMatch.Core.Evaluation;

namespace FaceMatch.Core.Calibrations;

/// <summary>Two images of different people, by their people's numbers, that score high.</summary>
public readonly record struct CloseStrangers(int First, int Second, float Cosine);

/// <summary>What a calibration states for a threshold, and what other people give there.</summary>
/// <param name="StatedFmr">What the threshold was asked for.</param>
/// <param name="Measured">With the 95 % interval of a bootstrap over people.</param>
public sealed record CheckedRate(double StatedFmr, float Cosine, bool Extrapolated, MeasuredRate Measured)
{
    /// <summary>Whether the stated rate lies within the measured one's interval.</summary>
    public bool Within => StatedFmr >= Measured.Interval.Low && StatedFmr <= Measured.Interval.High;

    /// <summary>Whether strangers are taken for each other more often than stated, beyond what chance explains.</summary>
    public bool Exceeded => StatedFmr < Measured.Interval.Low;
}

/// <summary>Holds a calibration's false match rates against comparisons of people it was not made from.</summary>
/// <param name="imagesOf">Images of each person.</param>
/// <param name="close">Every comparison between different people that scores at or above the lowest threshold of interest.</param>
/// <param name="excluded">Pairs of people that were not compared, each once.</param>
public sealed class CalibrationCheck(
    IReadOnlyList<int> imagesOf, IReadOnlyList<CloseStrangers> close, IReadOnlyCollection<(int First, int Second)> excluded)
{
    private readonly CloseStrangers[] _closestFirst = [.. close.OrderByDescending(pair => pair.Cosine)];

    /// <param name="fmr">Stated rates.</param>
    /// <param name="seed">Of the bootstrap.</param>
    public IReadOnlyList<CheckedRate> Rates(Calibration calibration, IReadOnlyList<double> fmr, int seed)
    {
        float[] thresholds = [.. fmr.Select(calibration.CosineAt)];
        int[] counts = [.. thresholds.Select(threshold => _closestFirst.TakeWhile(pair => pair.Cosine >= threshold).Count())];
        int[] once = [.. imagesOf.Select(_ => 1)];
        long comparisons = (long)Comparisons(once);
        IReadOnlyList<Interval> intervals = PersonBootstrap.Intervals(
            imagesOf.Count, seed, weights => [.. Shares(counts, weights)]);
        return
        [
            .. fmr.Select((rate, i) => new CheckedRate(
                rate, thresholds[i], calibration.IsExtrapolated(rate),
                counts[i] == 0
                    ? MeasuredRate.OfTrials(0, comparisons)
                    : new MeasuredRate((double)counts[i] / comparisons, counts[i], comparisons, intervals[i]))),
        ];
    }

    /// <summary>One pass over the closest pairs, deepest threshold last, gives the shares at all of them.</summary>
    private IEnumerable<double> Shares(int[] counts, int[] weights)
    {
        double comparisons = Comparisons(weights);
        var sums = new double[_closestFirst.Length + 1];
        for (int i = 0; i < _closestFirst.Length; i++)
            sums[i + 1] = sums[i] + ((double)weights[_closestFirst[i].First] * weights[_closestFirst[i].Second]);
        return counts.Select(count => comparisons > 0 ? sums[count] / comparisons : double.NaN);
    }

    /// <summary>Comparisons of different people when person i was drawn <paramref name="weights"/>[i] times.</summary>
    private double Comparisons(int[] weights)
    {
        double all = 0, own = 0;
        for (int person = 0; person < weights.Length; person++)
        {
            double images = (double)weights[person] * imagesOf[person];
            all += images;
            own += images * images;
        }

        double left = excluded.Sum(pair =>
            (double)weights[pair.First] * imagesOf[pair.First] * weights[pair.Second] * imagesOf[pair.Second]);
        return (((all * all) - own) / 2) - left;
    }
}
