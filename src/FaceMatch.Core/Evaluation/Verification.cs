namespace FaceMatch.Core.Evaluation;

/// <param name="Cosine">-1 when a face was not found: such a pair counts as the least alike, it is never dropped.</param>
public readonly record struct ScoredPair(int Fold, float Cosine, bool Same);

/// <param name="Accuracy">Mean over folds, 0 to 1.</param>
/// <param name="StandardError">Of that mean, 0 to 1.</param>
public readonly record struct FoldAccuracy(double Accuracy, double StandardError);

/// <summary>Measures of 1:1 comparison.</summary>
public static class Verification
{
    /// <summary>
    /// The LFW View 2 protocol (Huang et al. 2007): the share of right answers on each fold, with the threshold that is
    /// best on all others; their mean, and its standard error, the sample deviation over the root of the fold count.
    /// </summary>
    /// <exception cref="ArgumentException">Fewer than two folds.</exception>
    public static FoldAccuracy AccuracyByFold(IReadOnlyCollection<ScoredPair> pairs)
    {
        int[] folds = [.. pairs.Select(pair => pair.Fold).Distinct().Order()];
        if (folds.Length < 2)
            throw new ArgumentException("At least two folds are needed: one to measure, one to choose on.", nameof(pairs));
        double[] accuracies = [.. folds.Select(fold =>
        {
            float threshold = BestThreshold([.. pairs.Where(pair => pair.Fold != fold)]);
            ScoredPair[] held = [.. pairs.Where(pair => pair.Fold == fold)];
            return (double)held.Count(pair => pair.Cosine >= threshold == pair.Same) / held.Length;
        })];
        double mean = accuracies.Average();
        double variance = accuracies.Sum(accuracy => (accuracy - mean) * (accuracy - mean)) / (accuracies.Length - 1);
        return new FoldAccuracy(mean, Math.Sqrt(variance / accuracies.Length));
    }

    /// <summary>
    /// The threshold with the most right answers, "same" being said at or above it: the middle of the widest of the best
    /// gaps between scores.
    /// </summary>
    public static float BestThreshold(IReadOnlyCollection<ScoredPair> pairs)
    {
        ScoredPair[] ordered = [.. pairs.OrderBy(pair => pair.Cosine)];
        int right = ordered.Count(pair => pair.Same);
        int best = right;
        float threshold = -1, widest = 0;
        for (int i = 0; i < ordered.Length; i++)
        {
            right += ordered[i].Same ? -1 : 1;
            float next = i + 1 < ordered.Length ? ordered[i + 1].Cosine : MathF.BitIncrement(ordered[i].Cosine);
            float gap = next - ordered[i].Cosine;
            if (gap <= 0 || right < best || (right == best && gap <= widest)) continue;
            best = right;
            widest = gap;
            threshold = i + 1 < ordered.Length ? (ordered[i].Cosine + next) / 2 : next;

            // Halfway between neighbouring floats rounds down onto the lower: then only the upper tells them apart.
            if (threshold <= ordered[i].Cosine) threshold = next;
        }

        return threshold;
    }

    /// <summary>
    /// Share of pairs of one person that are accepted at the loosest threshold whose share of accepted pairs of two is not
    /// above <paramref name="falseAcceptRate"/>, 0 to 1.
    /// </summary>
    /// <exception cref="ArgumentException">No pairs of one of the kinds.</exception>
    public static double TrueAcceptRate(IReadOnlyCollection<ScoredPair> pairs, double falseAcceptRate)
    {
        float[] impostors = [.. pairs.Where(pair => !pair.Same).Select(pair => pair.Cosine).OrderDescending()];
        float[] genuine = [.. pairs.Where(pair => pair.Same).Select(pair => pair.Cosine)];
        if (impostors.Length == 0 || genuine.Length == 0)
            throw new ArgumentException("Pairs of one person and pairs of two are both needed.", nameof(pairs));
        int allowed = (int)Math.Floor(falseAcceptRate * impostors.Length);
        if (allowed >= impostors.Length) return 1;
        return (double)genuine.Count(cosine => cosine > impostors[allowed]) / genuine.Length;
    }
}
