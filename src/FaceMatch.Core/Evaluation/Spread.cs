namespace FaceMatch.Core.Evaluation;

/// <summary>How far values lie apart.</summary>
public static class Spread
{
    /// <summary>Root of the squared deviations from the mean over one less than their number; 0 for fewer than two values.</summary>
    public static double SampleDeviation(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2) return 0;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }
}
