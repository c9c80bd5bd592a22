using CsCheck;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class DisparityTests
{
    private static readonly Gen<double[]> Rates = Gen.Double[0, 1].Array[2, 20];

    [Fact]
    public void The_coefficient_is_the_mean_difference_of_all_pairs() =>
        Rates.Sample(rates =>
        {
            double mean = rates.Average(), n = rates.Length;
            if (mean <= 0) return true;
            double all = rates.Sum(one => rates.Sum(other => Math.Abs(one - other)));
            return Math.Abs(Disparity.Gini(rates) - (all / (2 * n * n * mean) * n / (n - 1))) < 1e-9;
        });

    [Fact]
    public void The_coefficient_lies_within_0_and_1_and_does_not_depend_on_scale() =>
        Gen.Select(Rates, Gen.Double[1e-4, 1]).Sample((rates, scale) =>
        {
            double gini = Disparity.Gini(rates);
            return gini is >= 0 and <= 1 && Math.Abs(gini - Disparity.Gini([.. rates.Select(rate => rate * scale)])) < 1e-9;
        });

    [Fact]
    public void Equal_groups_have_0_and_all_errors_in_one_group_1()
    {
        Assert.Equal(0, Disparity.Gini([0.3, 0.3, 0.3]), 1e-12);
        Assert.Equal(1, Disparity.Gini([0, 0, 0, 0.2]), 1e-12);
        Assert.Equal(0, Disparity.Gini([0, 0]));
    }

    [Fact]
    public void A_ratio_to_a_group_without_errors_is_not_measured()
    {
        Assert.Null(Disparity.WorstToBest([0, 0.1]));
        Assert.Null(Disparity.WorstToGeometricMean([0, 0.1]));
        Assert.Equal(4, Disparity.WorstToBest([0.1, 0.4])!.Value, 1e-12);
        Assert.Equal(2, Disparity.WorstToGeometricMean([0.1, 0.4])!.Value, 1e-12);
    }

    [Fact]
    public void Weighted_comparisons_of_groups_are_what_counting_says() =>
        Gen.Select(Gen.Int[0, 4].Array[2, 15], Gen.Int[0, 3].Array[5]).Sample((personOf, weights) =>
        {
            int[] all = [.. Enumerable.Range(0, personOf.Length)];
            int[] even = [.. all.Where(image => image % 2 == 0)], odd = [.. all.Where(image => image % 2 == 1)];
            GroupComparisons comparisons = new(personOf);
            double Weight(int first, int second) =>
                personOf[first] == personOf[second] ? 0 : weights[personOf[first]] * (double)weights[personOf[second]];
            return comparisons.NonMated(even, odd, weights) == even.Sum(first => odd.Sum(second => Weight(first, second)))
                && comparisons.NonMated(all, all, weights) == all.Sum(first => all.Where(second => second > first).Sum(second => Weight(first, second)));
        });

    [Fact]
    public void Shares_of_a_histogram_add_up_to_1_and_failures_are_left_out() =>
        Gen.Single[-1, 1].Array[1, 50].Sample(scores =>
        {
            ScoreHistogram histogram = ScoreHistogram.OfCosines(scores.Append(float.NegativeInfinity));
            return Math.Abs(histogram.Shares.Sum() - 1) < 1e-9;
        });
}
