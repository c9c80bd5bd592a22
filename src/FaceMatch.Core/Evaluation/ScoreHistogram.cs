namespace FaceMatch.Core.Evaluation;

/// <param name="Shares">Of all scores, one a bin; they add up to 1 unless there were none.</param>
/// <param name="Low">Lower edge of the first bin; scores below it are counted there.</param>
/// <param name="Width">Of a bin.</param>
public sealed record ScoreHistogram(IReadOnlyList<double> Shares, double Low, double Width)
{
    /// <summary>Cosines in bins of 0.02 from -0.4 on; those of failures, at negative infinity, are left out.</summary>
    public static ScoreHistogram OfCosines(IEnumerable<float> scores) =>
        Count(scores.Where(float.IsFinite).Select(score => (double)score), -0.4, 0.02, 70);

    /// <summary>Values from 0 to 1 in bins of 0.02.</summary>
    public static ScoreHistogram OfShares(IEnumerable<double> values) => Count(values, 0, 0.02, 50);

    private static ScoreHistogram Count(IEnumerable<double> values, double low, double width, int bins)
    {
        var counts = new long[bins];
        long all = 0;
        foreach (double value in values)
        {
            counts[Math.Clamp((int)Math.Floor((value - low) / width), 0, bins - 1)]++;
            all++;
        }

        return new ScoreHistogram([.. counts.Select(count => all == 0 ? 0 : (double)count / all)], low, width);
    }
}
