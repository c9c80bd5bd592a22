using CsCheck;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class ErrorVersusDiscardTests
{
    private const float Threshold = 0.5f;

    private static readonly double[] Shares = [0, 0.1, 0.2, 0.3, 0.5, 0.9];

    private static readonly Gen<QualityPair[]> Pairs =
        Gen.Select(Gen.Int[0, 10], Gen.Single[0, 1], (quality, score) => new QualityPair(quality / 10.0, score)).Array[1, 60];

    [Fact]
    public void With_distinct_qualities_the_curve_is_what_counting_says() =>
        Gen.Single[0, 1].Array[1, 60].Sample(scores =>
        {
            QualityPair[] pairs = [.. scores.Select((score, i) => new QualityPair(i, score))];
            return ErrorVersusDiscard.Curve(pairs, Threshold, Shares).All(point =>
            {
                QualityPair[] rest = [.. pairs.Skip(Math.Min((int)Math.Floor(point.Discarded * pairs.Length), pairs.Length - 1))];
                return Math.Abs(point.FalseNonMatch - ((double)rest.Count(pair => pair.Score < Threshold) / rest.Length)) < 1e-9;
            });
        });

    [Fact]
    public void The_order_of_comparisons_does_not_matter_even_among_equals() =>
        Pairs.Sample(pairs => ErrorVersusDiscard.Curve(pairs, Threshold, Shares)
            .Zip(ErrorVersusDiscard.Curve([.. pairs.Reverse()], Threshold, Shares))
            .All(pair => Math.Abs(pair.First.FalseNonMatch - pair.Second.FalseNonMatch) < 1e-9));

    [Fact]
    public void A_quality_that_knows_every_error_gains_everything_and_one_that_knows_nothing_gains_nothing()
    {
        QualityPair[] perfect = [.. Enumerable.Range(0, 100).Select(i => new QualityPair(i, i < 20 ? 0 : 1))];
        QualityPair[] blind = [.. perfect.Select(pair => pair with { Quality = 1 })];
        Assert.Equal(1, ErrorVersusDiscard.Gain(ErrorVersusDiscard.Curve(perfect, Threshold, Shares)), 1e-9);
        Assert.Equal(0, ErrorVersusDiscard.Gain(ErrorVersusDiscard.Curve(blind, Threshold, Shares)), 1e-9);
    }
}
