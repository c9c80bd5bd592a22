namespace FaceMatch.Core.Evaluation;

/// <param name="Quality">Of the worse of the two images: a comparison is no better than it.</param>
/// <param name="Score">Of the comparison of one person with itself.</param>
public readonly record struct QualityPair(double Quality, float Score);

/// <param name="Discarded">Share of comparisons left out, those of lowest quality first, 0 to below 1.</param>
/// <param name="FalseNonMatch">Share of the others that score below the threshold, 0 to 1.</param>
public readonly record struct DiscardPoint(double Discarded, double FalseNonMatch);

/// <summary>
/// Error versus discard characteristic (Grother and Tabassi 2007, <i>Performance of biometric quality measures</i>;
/// ISO/IEC 29794-1): how FNMR at one fixed threshold falls when the comparisons of lowest quality are left out. A measure
/// that predicts errors perfectly reaches 0 when as much is discarded as was wrong; one that knows nothing stays level.
/// </summary>
public static class ErrorVersusDiscard
{
    /// <param name="pairs">Comparisons of one person with itself; at least one.</param>
    /// <param name="threshold">Fixed: it is not chosen anew for what remains.</param>
    /// <param name="shares">Shares to discard, each 0 to below 1.</param>
    /// <remarks>Of comparisons of equal quality the expected share of errors counts, so that their order does not matter.</remarks>
    public static IReadOnlyList<DiscardPoint> Curve(
        IReadOnlyCollection<QualityPair> pairs, float threshold, IReadOnlyList<double> shares)
    {
        if (pairs.Count == 0) throw new ArgumentException("At least one comparison is needed.", nameof(pairs));
        double[] errors = ExpectedErrors(pairs, threshold);
        var wrongFrom = new double[errors.Length + 1];
        for (int i = errors.Length - 1; i >= 0; i--) wrongFrom[i] = wrongFrom[i + 1] + errors[i];
        return
        [
            .. shares.Select(share =>
            {
                int discarded = Math.Min((int)Math.Floor(share * errors.Length), errors.Length - 1);
                return new DiscardPoint(share, Math.Clamp(wrongFrom[discarded] / (errors.Length - discarded), 0, 1));
            }),
        ];
    }

    /// <summary>The curve of a measure that knew every error: (e - r) / (1 - r) until nothing is left.</summary>
    /// <param name="errorRate">e, FNMR with nothing discarded.</param>
    /// <param name="discarded">r, 0 to below 1.</param>
    public static double Ideal(double errorRate, double discarded) => Math.Max(0, errorRate - discarded) / (1 - discarded);

    /// <summary>
    /// How much of what was to be gained is gained, from the areas under the curves: 1 is a perfect predictor, 0 one that
    /// knows nothing, below 0 one that is worse than chance. 0 where there is no error to predict.
    /// </summary>
    /// <param name="curve">By rising share, from 0.</param>
    public static double Gain(IReadOnlyList<DiscardPoint> curve)
    {
        double level = curve[0].FalseNonMatch;
        double area = 0, idealArea = 0;
        for (int i = 1; i < curve.Count; i++)
        {
            double width = curve[i].Discarded - curve[i - 1].Discarded;
            area += width * (2 * level - curve[i].FalseNonMatch - curve[i - 1].FalseNonMatch) / 2;
            idealArea += width
                * ((2 * level) - Ideal(level, curve[i].Discarded) - Ideal(level, curve[i - 1].Discarded)) / 2;
        }

        return idealArea > 0 ? area / idealArea : 0;
    }

    /// <summary>By rising quality, 1 for an error and 0 for none; among equals the mean of them.</summary>
    private static double[] ExpectedErrors(IReadOnlyCollection<QualityPair> pairs, float threshold) =>
    [
        .. pairs.GroupBy(pair => pair.Quality).OrderBy(group => group.Key).SelectMany(group =>
        {
            int count = group.Count();
            return Enumerable.Repeat((double)group.Count(pair => pair.Score < threshold) / count, count);
        }),
    ];
}
