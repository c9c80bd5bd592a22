namespace FaceMatch.Core.Evaluation;

public static class Quantiles
{
    /// <summary>Linear between the two nearest order statistics (Hyndman and Fan 1996, type 7).</summary>
    /// <param name="ordered">Rising, not empty.</param>
    /// <param name="share">0 to 1; 0.5 is the median.</param>
    public static double Of(IReadOnlyList<double> ordered, double share)
    {
        ArgumentOutOfRangeException.ThrowIfZero(ordered.Count);
        double position = share * (ordered.Count - 1);
        int below = (int)Math.Floor(position), above = Math.Min(below + 1, ordered.Count - 1);
        return ordered[below] + ((position - below) * (ordered[above] - ordered[below]));
    }
}
