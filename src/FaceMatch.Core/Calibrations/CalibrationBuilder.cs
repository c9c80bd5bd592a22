namespace FaceMatch.Core.Calibrations;

/// <summary>
/// Counts scores between different people, and of people with themselves, in narrow bins, and reads a calibration table off
/// the counts. Counters of several workers add up. Not thread-safe: one a worker.
/// </summary>
public sealed class CalibrationBuilder
{
    /// <summary>Bins over -1 to 1: 0.0001 wide, far under the noise of any score.</summary>
    private const int Bins = 20_000;

    /// <summary>
    /// Doddington's rule of 30: with 30 errors the true rate is within 30 % of the measured one at 90 % confidence
    /// (ISO/IEC 19795-1, annex on test size). Rarer rates are left to extrapolation.
    /// </summary>
    private const int FewestErrors = 30;

    /// <summary>Rule of 3: no error in n comparisons bounds the rate by 3/n at 95 % confidence (ISO/IEC 19795-1).</summary>
    private const double RuleOfThree = 3;

    /// <summary>The share of searches of strangers that may give a candidate, for which the largest gallery is worked out.</summary>
    private const double FalsePositiveIdentificationRate = 1e-3;

    private readonly long[] _counts = new long[Bins];
    private readonly long[] _genuine = new long[Bins];

    public long Comparisons { get; private set; }

    public long GenuineComparisons { get; private set; }

    /// <param name="cosine">Of two different people.</param>
    public void Add(float cosine)
    {
        _counts[BinOf(cosine)]++;
        Comparisons++;
    }

    /// <param name="cosine">Of two images of one person.</param>
    public void AddGenuine(float cosine)
    {
        _genuine[BinOf(cosine)]++;
        GenuineComparisons++;
    }

    public void Add(CalibrationBuilder other)
    {
        for (int bin = 0; bin < Bins; bin++)
        {
            _counts[bin] += other._counts[bin];
            _genuine[bin] += other._genuine[bin];
        }

        Comparisons += other.Comparisons;
        GenuineComparisons += other.GenuineComparisons;
    }

    /// <summary>
    /// The largest gallery for which a threshold at FPIR 1e-3, that is FMR 1e-3 / gallery, still lies within what this
    /// many comparisons can bound.
    /// </summary>
    public static int LargestGalleryFor(long comparisons) =>
        (int)Math.Clamp(comparisons * (FalsePositiveIdentificationRate / RuleOfThree), 1, int.MaxValue);

    /// <summary>Points at 1, 0.5, 0.2, 0.1, 0.05 and so on, down to the last rate that rests on 30 errors.</summary>
    /// <exception cref="CalibrationException">Too few comparisons for a table.</exception>
    public IReadOnlyList<CalibrationPoint> Points()
    {
        if (Comparisons < FewestErrors * 100L)
            throw new CalibrationException(
                $"{Comparisons} comparisons between different people are too few: at least {FewestErrors * 100} are needed.");

        List<CalibrationPoint> points = [new(-1, 1, Missed(0))];
        long above = 0;
        List<CalibrationPoint> falling = [];
        var targets = new Queue<double>(Targets((double)FewestErrors / Comparisons).Reverse());
        for (int bin = Bins - 1; bin > 0 && targets.Count > 0; bin--)
        {
            above += _counts[bin];
            double rate = (double)above / Comparisons;
            if (rate < targets.Peek() || rate >= 1) continue;
            falling.Add(new CalibrationPoint(Edge(bin), rate, Missed(bin)));
            while (targets.TryPeek(out double target) && rate >= target) targets.Dequeue();
        }

        return [.. points, .. falling.AsEnumerable().Reverse()];
    }

    /// <summary>Share of genuine scores below the lower edge of a bin.</summary>
    private double? Missed(int bin)
    {
        if (GenuineComparisons == 0) return null;
        long below = 0;
        for (int i = 0; i < bin; i++) below += _genuine[i];
        return (double)below / GenuineComparisons;
    }

    private static int BinOf(float cosine) => Math.Clamp((int)((cosine + 1.0) * (Bins / 2.0)), 0, Bins - 1);

    private static double Edge(int bin) => Math.Round((bin * (2.0 / Bins)) - 1, 4);

    /// <summary>1-2-5 steps, so that a table of seven decades has some twenty points.</summary>
    private static IEnumerable<double> Targets(double lowest)
    {
        for (double decade = 0.1; ; decade /= 10)
            foreach (double step in (double[])[5, 2, 1])
            {
                if (step * decade < lowest)
                {
                    yield return lowest;
                    yield break;
                }

                yield return step * decade;
            }
    }
}
