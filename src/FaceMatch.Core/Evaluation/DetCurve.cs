namespace FaceMatch.Core.Evaluation;

/// <param name="Threshold">"Same" is said at or above it.</param>
/// <param name="FalsePositive">FMR of comparisons, FPIR of searches: 0 to 1.</param>
/// <param name="FalseNegative">FNMR of comparisons, FNIR of searches: 0 to 1.</param>
public readonly record struct DetPoint(double Threshold, double FalsePositive, double FalseNegative);

/// <summary>
/// Detection error trade-off (ISO/IEC 19795-1, Martin et al. 1997): how the two kinds of error move against each other
/// with the threshold. For 1:1 comparison the scores are those of mated and of non-mated comparisons (FNMR over FMR); for
/// identification they are the mate's score of each mated search and the best score of each non-mated one (FNIR over FPIR).
/// A failure to acquire or to enrol comes in as negative infinity: a miss at every threshold. Immutable, thread-safe.
/// </summary>
public sealed class DetCurve
{
    private readonly float[] _mated;
    private readonly float[] _nonMated;

    /// <exception cref="ArgumentException">No scores of one of the kinds.</exception>
    public DetCurve(IEnumerable<float> mated, IEnumerable<float> nonMated)
    {
        _mated = [.. mated.Order()];
        _nonMated = [.. nonMated.Order()];
        if (_mated.Length == 0 || _nonMated.Length == 0)
            throw new ArgumentException("Mated and non-mated scores are both needed.", nameof(mated));
    }

    public int MatedCount => _mated.Length;

    public int NonMatedCount => _nonMated.Length;

    /// <summary>Non-mated scores at or above the threshold.</summary>
    public int FalsePositivesAt(float threshold) => _nonMated.Length - CountBelow(_nonMated, threshold);

    /// <summary>Mated scores below the threshold.</summary>
    public int FalseNegativesAt(float threshold) => CountBelow(_mated, threshold);

    public DetPoint At(float threshold) => new(
        threshold,
        (double)FalsePositivesAt(threshold) / _nonMated.Length,
        (double)FalseNegativesAt(threshold) / _mated.Length);

    /// <summary>The lowest threshold whose rate of false positives is not above <paramref name="falsePositiveRate"/>.</summary>
    /// <param name="falsePositiveRate">0 to 1.</param>
    public float ThresholdFor(double falsePositiveRate)
    {
        int allowed = (int)Math.Floor(falsePositiveRate * _nonMated.Length);
        return allowed >= _nonMated.Length ? float.NegativeInfinity : MathF.BitIncrement(_nonMated[^(allowed + 1)]);
    }

    /// <summary>
    /// Where both errors are equal, as closely as the scores allow: the mean of the two at the threshold at which they
    /// differ least.
    /// </summary>
    public double EqualErrorRate()
    {
        DetPoint least = Thresholds().Select(At).MinBy(point => Math.Abs(point.FalsePositive - point.FalseNegative));
        return (least.FalsePositive + least.FalseNegative) / 2;
    }

    /// <summary>
    /// The whole curve by falling threshold, thinned to at most <paramref name="most"/> points that are even on a
    /// logarithmic scale of false positives: false positives never fall along it, false negatives never rise.
    /// </summary>
    public IReadOnlyList<DetPoint> Points(int most = 200)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        double decades = Math.Log10(_nonMated.Length);
        return
        [
            .. Enumerable.Range(0, most)
                .Select(i => At(ThresholdFor(Math.Pow(10, decades * (((double)i / (most - 1)) - 1)))))
                .Where(point => double.IsFinite(point.Threshold))
                .DistinctBy(point => point.Threshold),
        ];
    }

    private IEnumerable<float> Thresholds() => _nonMated.Select(MathF.BitIncrement).Concat(_mated).Distinct();

    private static int CountBelow(float[] ordered, float threshold)
    {
        int low = 0, high = ordered.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (ordered[middle] < threshold) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
