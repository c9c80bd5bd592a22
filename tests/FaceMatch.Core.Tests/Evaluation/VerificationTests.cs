using CsCheck;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class VerificationTests
{
    private static readonly Gen<ScoredPair[]> Pairs =
        Gen.Select(Gen.Int[0, 3], Gen.Int[-20, 20], Gen.Bool, (fold, cosine, same) => new ScoredPair(fold, cosine / 20f, same))
            .Array[1, 60];

    [Fact]
    public void Pairs_that_a_threshold_tells_apart_are_all_right()
    {
        ScoredPair[] pairs = [.. Enumerable.Range(0, 40).Select(i =>
            new ScoredPair(i % 10, i % 2 == 0 ? 0.6f + (i / 1000f) : 0.1f - (i / 1000f), i % 2 == 0))];
        Assert.Equal(new FoldAccuracy(1, 0), Verification.AccuracyByFold(pairs));
        Assert.Equal(1, Verification.TrueAcceptRate(pairs, 0));
    }

    [Fact]
    public void The_threshold_of_a_fold_is_chosen_on_the_others_alone()
    {
        // On fold 1 the best threshold is 0.45, on fold 0 it is 0.25: judged by the other's, each gets one of two wrong.
        ScoredPair[] pairs = [new(0, 0.4f, true), new(0, 0.1f, false), new(1, 0.9f, true), new(1, 0.5f, false)];
        FoldAccuracy accuracy = Verification.AccuracyByFold(pairs);
        Assert.Equal(0.5, accuracy.Accuracy);
        Assert.Equal(0, accuracy.StandardError);
    }

    [Fact]
    public void The_standard_error_is_that_of_the_mean_over_folds()
    {
        ScoredPair[] pairs =
        [
            new(0, 0.9f, true), new(0, 0.1f, false), new(1, 0.9f, true), new(1, 0.1f, false),
            new(2, 0.2f, true), new(2, 0.1f, false), new(3, 0.9f, true), new(3, 0.1f, false),
        ];
        FoldAccuracy accuracy = Verification.AccuracyByFold(pairs);
        Assert.Equal(0.875, accuracy.Accuracy, 1e-12);
        Assert.Equal(0.25 / 2, accuracy.StandardError, 1e-12);
    }

    [Fact]
    public void No_threshold_is_better_than_the_best() =>
        Pairs.Sample(pairs =>
        {
            float best = Verification.BestThreshold(pairs);
            int Right(float threshold) => pairs.Count(pair => pair.Cosine >= threshold == pair.Same);
            return pairs.Select(pair => pair.Cosine).Append(2).All(threshold => Right(threshold) <= Right(best));
        });

    [Fact]
    public void The_true_accept_rate_is_that_of_the_loosest_threshold_within_the_false_accept_rate() =>
        Gen.Select(Pairs, Gen.Double[0, 1]).Sample((pairs, rate) =>
        {
            if (pairs.All(pair => pair.Same) || !pairs.Any(pair => pair.Same)) return true;
            double Share(float threshold, bool same) =>
                pairs.Count(pair => pair.Same == same && pair.Cosine >= threshold) / (double)pairs.Count(pair => pair.Same == same);
            double expected = pairs.Select(pair => pair.Cosine).Append(2)
                .Where(threshold => Share(threshold, false) <= rate).Max(threshold => Share(threshold, true));
            return Verification.TrueAcceptRate(pairs, rate) == expected;
        });

    [Fact]
    public void One_fold_cannot_be_judged() =>
        Assert.Throws<ArgumentException>(() => Verification.AccuracyByFold([new ScoredPair(0, 0, true)]));
}
