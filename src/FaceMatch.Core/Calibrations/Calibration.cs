namespace FaceMatch.Core.Calibrations;

/// <summary>
/// What a score of one embedder means: how often two different people reach it (FMR, ISO/IEC 19795-1). Between measured
/// points log10 FMR is linear in the cosine. Above the last point the line of the last measured decade goes on; the
/// impostor tail bends down faster than a line, so that such a rate errs on the high side, and it is marked as
/// extrapolated. Immutable and thread-safe.
/// </summary>
public sealed class Calibration
{
    /// <summary>The tail's slope is taken over this many decades: less would follow the noise of a few pairs.</summary>
    private const double TailDecades = 1;

    private readonly double[] _cosines;
    private readonly double[] _logRates;
    private readonly double _tailSlope;

    /// <param name="points">At least two, cosine strictly rising, FMR strictly falling.</param>
    /// <exception cref="CalibrationException">The table or the provenance is not usable; the message lists every fault.</exception>
    public Calibration(CalibrationProvenance provenance, IReadOnlyList<CalibrationPoint> points)
    {
        CalibrationRules.Check(provenance, points);
        Provenance = provenance;
        Points = [.. points];
        _cosines = [.. points.Select(point => point.Cosine)];
        _logRates = [.. points.Select(point => Math.Log10(point.FalseMatchRate))];
        _tailSlope = TailSlope();
    }

    public CalibrationProvenance Provenance { get; }

    public IReadOnlyList<CalibrationPoint> Points { get; }

    public string Id => Provenance.Id;

    /// <summary>Comparisons between different people that the table rests on.</summary>
    public long Comparisons => Provenance.Comparisons;

    /// <summary>The largest number of subjects that thresholds from this table are valid for.</summary>
    public int LargestGallery => Provenance.LargestGallery;

    /// <summary>The lowest false match rate that was measured; below it every rate is extrapolated.</summary>
    public double LowestMeasuredRate => Points[^1].FalseMatchRate;

    /// <summary>
    /// Share of comparisons between different people that score <paramref name="cosine"/> or higher: above 0, at most 1,
    /// never rising with the score. NaN counts as the lowest score.
    /// </summary>
    public double FalseMatchRate(float cosine)
    {
        if (float.IsNaN(cosine) || cosine < _cosines[0]) return 1;
        int upper = Array.BinarySearch(_cosines, cosine);
        if (upper >= 0) return Points[upper].FalseMatchRate;
        upper = ~upper;
        int last = _cosines.Length - 1;
        if (upper > last) return Math.Pow(10, _logRates[last] + (_tailSlope * (Math.Min(cosine, 1) - _cosines[last])));
        double along = (cosine - _cosines[upper - 1]) / (_cosines[upper] - _cosines[upper - 1]);
        return Math.Pow(10, _logRates[upper - 1] + (along * (_logRates[upper] - _logRates[upper - 1])));
    }

    /// <summary>
    /// Share of comparisons of one person that score lower than <paramref name="cosine"/>, linear between the points; null
    /// beyond them, or where none were made.
    /// </summary>
    public double? FalseNonMatchRate(float cosine)
    {
        if (!(cosine >= _cosines[0] && cosine <= _cosines[^1])) return null;
        int upper = Array.BinarySearch(_cosines, cosine);
        if (upper >= 0) return Points[upper].FalseNonMatchRate;
        upper = ~upper;
        double along = (cosine - _cosines[upper - 1]) / (_cosines[upper] - _cosines[upper - 1]);
        double? low = Points[upper - 1].FalseNonMatchRate;
        return low + (along * (Points[upper].FalseNonMatchRate - low));
    }

    /// <summary>Whether the rate at this score lies beyond what was measured.</summary>
    public bool IsExtrapolated(float cosine) => cosine > _cosines[^1];

    /// <summary>Whether this rate lies beyond what was measured.</summary>
    public bool IsExtrapolated(double falseMatchRate) => falseMatchRate < LowestMeasuredRate;

    /// <summary>
    /// The threshold for a false match rate: the lowest score at which <see cref="FalseMatchRate"/> is not above it. It is
    /// 1 when no score is rare enough.
    /// </summary>
    /// <param name="falseMatchRate">Above 0, at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not a rate.</exception>
    public float CosineAt(double falseMatchRate)
    {
        if (!(falseMatchRate > 0 && falseMatchRate <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(falseMatchRate), falseMatchRate, "A false match rate is above 0 and at most 1.");
        if (falseMatchRate >= 1) return -1;

        // Rounding to float may land just under the exact score: step up until the promise above holds.
        float cosine = (float)Math.Clamp(ExactCosineAt(Math.Log10(falseMatchRate)), -1, 1);
        while (cosine < 1 && FalseMatchRate(cosine) > falseMatchRate) cosine = MathF.BitIncrement(cosine);
        return Math.Min(cosine, 1);
    }

    private double ExactCosineAt(double logRate)
    {
        int last = _logRates.Length - 1;
        if (logRate < _logRates[last]) return _cosines[last] + ((logRate - _logRates[last]) / _tailSlope);
        int upper = 0;
        while (_logRates[upper] > logRate) upper++;
        if (upper == 0) return _cosines[0];
        double along = (logRate - _logRates[upper - 1]) / (_logRates[upper] - _logRates[upper - 1]);
        return _cosines[upper - 1] + (along * (_cosines[upper] - _cosines[upper - 1]));
    }

    private double TailSlope()
    {
        int last = _logRates.Length - 1;
        int first = last - 1;
        while (first > 0 && _logRates[first] - _logRates[last] < TailDecades) first--;
        return (_logRates[last] - _logRates[first]) / (_cosines[last] - _cosines[first]);
    }
}
