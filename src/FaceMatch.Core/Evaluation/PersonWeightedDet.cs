namespace FaceMatch.Core.Evaluation;

/// <summary>A score and the person it belongs to, for weights a person.</summary>
public readonly record struct PersonScore(int Person, float Score);

/// <summary>The errors of <see cref="DetCurve"/> when people count with different weights, as in a bootstrap's replicate.</summary>
public sealed class PersonWeightedDet(IEnumerable<PersonScore> mated, IEnumerable<PersonScore> nonMated)
{
    private readonly PersonScore[] _mated = [.. mated.OrderByDescending(score => score.Score)];
    private readonly PersonScore[] _nonMated = [.. nonMated.OrderByDescending(score => score.Score)];

    /// <summary>
    /// Rate of false negatives at the lowest threshold whose rate of false positives is not above
    /// <paramref name="falsePositiveRate"/>; NaN when the weights leave no score of one of the kinds.
    /// </summary>
    public double FalseNegativeRate(double falsePositiveRate, ReadOnlySpan<int> weights)
    {
        long matedWeight = Sum(_mated, weights), nonMatedWeight = Sum(_nonMated, weights);
        if (matedWeight == 0 || nonMatedWeight == 0) return double.NaN;
        float threshold = Threshold((long)Math.Floor(falsePositiveRate * nonMatedWeight), weights);
        long found = 0;
        foreach (PersonScore score in _mated)
        {
            if (score.Score < threshold || float.IsNegativeInfinity(score.Score)) break;
            found += weights[score.Person];
        }

        return 1 - ((double)found / matedWeight);
    }

    private float Threshold(long allowed, ReadOnlySpan<int> weights)
    {
        long above = 0;
        foreach (PersonScore score in _nonMated)
        {
            above += weights[score.Person];
            if (above > allowed) return MathF.BitIncrement(score.Score);
        }

        return float.NegativeInfinity;
    }

    private static long Sum(PersonScore[] scores, ReadOnlySpan<int> weights)
    {
        long sum = 0;
        foreach (PersonScore score in scores) sum += weights[score.Person];
        return sum;
    }
}
