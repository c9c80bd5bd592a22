using CsCheck;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class DetCurveTests
{
    /// <summary>Few distinct scores, so that ties come up, and failures among them.</summary>
    private static readonly Gen<float[]> Scores =
        Gen.Frequency((9, Gen.Int[-20, 20].Select(score => score / 20f)), (1, Gen.Const(float.NegativeInfinity))).Array[1, 60];

    private static readonly Gen<(float[] Mated, float[] NonMated)> Sets = Gen.Select(Scores, Scores);

    [Fact]
    public void Errors_are_what_counting_says() =>
        Gen.Select(Sets, Gen.Single[-1, 1]).Sample((sets, threshold) =>
        {
            DetCurve curve = new(sets.Mated, sets.NonMated);
            return curve.FalseNegativesAt(threshold) == sets.Mated.Count(score => score < threshold)
                && curve.FalsePositivesAt(threshold) == sets.NonMated.Count(score => score >= threshold);
        });

    [Fact]
    public void A_higher_threshold_never_misses_less_and_never_accepts_more() =>
        Gen.Select(Sets, Gen.Single[-1, 1], Gen.Single[-1, 1]).Sample((sets, one, other) =>
        {
            DetCurve curve = new(sets.Mated, sets.NonMated);
            DetPoint low = curve.At(Math.Min(one, other)), high = curve.At(Math.Max(one, other));
            return high.FalseNegative >= low.FalseNegative && high.FalsePositive <= low.FalsePositive;
        });

    [Fact]
    public void The_threshold_for_a_rate_is_the_lowest_that_keeps_to_it() =>
        Gen.Select(Sets, Gen.Double[0, 1]).Sample((sets, rate) =>
        {
            DetCurve curve = new(sets.Mated, sets.NonMated);
            float threshold = curve.ThresholdFor(rate);
            double at = curve.At(threshold).FalsePositive;
            return at <= rate && sets.NonMated.Where(score => score < threshold).All(lower => curve.At(lower).FalsePositive > rate);
        });

    [Fact]
    public void Along_the_points_false_positives_rise_and_false_negatives_fall() =>
        Sets.Sample(sets =>
        {
            IReadOnlyList<DetPoint> points = new DetCurve(sets.Mated, sets.NonMated).Points();
            return points.Zip(points.Skip(1)).All(pair =>
                pair.First.FalsePositive <= pair.Second.FalsePositive && pair.First.FalseNegative >= pair.Second.FalseNegative);
        });

    [Fact]
    public void Scores_that_a_threshold_tells_apart_have_no_equal_error()
    {
        Assert.Equal(0, new DetCurve([0.8f, 0.9f], [0.1f, 0.2f]).EqualErrorRate());
        Assert.Equal(0.5, new DetCurve([0.1f, 0.9f], [0.1f, 0.9f]).EqualErrorRate(), 1e-12);
    }

    [Fact]
    public void A_failure_is_a_miss_at_every_threshold() =>
        Assert.Equal(0.5, new DetCurve([float.NegativeInfinity, 1], [0]).At(-1).FalseNegative);

    [Fact]
    public void With_everybody_weighing_one_the_weighted_errors_are_the_plain_ones() =>
        Gen.Select(Sets, Gen.Double[0, 0.99]).Sample((sets, rate) =>
        {
            DetCurve curve = new(sets.Mated, sets.NonMated);
            PersonWeightedDet weighted = new(
                sets.Mated.Select((score, i) => new PersonScore(i % 7, score)),
                sets.NonMated.Select((score, i) => new PersonScore(i % 7, score)));
            double expected = curve.At(curve.ThresholdFor(rate)).FalseNegative;
            return Math.Abs(weighted.FalseNegativeRate(rate, [1, 1, 1, 1, 1, 1, 1]) - expected) < 1e-12;
        });

    [Fact]
    public void A_person_who_weighs_two_counts_like_two_people() =>
        Gen.Select(Sets, Gen.Double[0, 0.99], Gen.Int[0, 3].Array[7]).Sample((sets, rate, weights) =>
        {
            PersonScore[] mated = [.. sets.Mated.Select((score, i) => new PersonScore(i % 7, score))];
            PersonScore[] nonMated = [.. sets.NonMated.Select((score, i) => new PersonScore(i % 7, score))];
            float[] Repeated(PersonScore[] scores) =>
                [.. scores.SelectMany(score => Enumerable.Repeat(score.Score, weights[score.Person]))];
            double found = new PersonWeightedDet(mated, nonMated).FalseNegativeRate(rate, weights);
            if (Repeated(mated).Length == 0 || Repeated(nonMated).Length == 0) return double.IsNaN(found);
            DetCurve repeated = new(Repeated(mated), Repeated(nonMated));
            return Math.Abs(found - repeated.At(repeated.ThresholdFor(rate)).FalseNegative) < 1e-12;
        });
}
