using CsCheck;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Core.Tests.Evaluation;

public sealed class IntervalTests
{
    [Fact]
    public void The_interval_of_Wilson_is_that_of_the_textbook()
    {
        // Newcombe (1998), Two-sided confidence intervals for the single proportion, table I, method 3.
        Interval interval = Interval.Wilson(81, 263);
        Assert.Equal(0.2553, interval.Low, 1e-4);
        Assert.Equal(0.3662, interval.High, 1e-4);
        Assert.Equal(new Interval(0, 0.2039), new Interval(Interval.Wilson(0, 15).Low, Math.Round(Interval.Wilson(0, 15).High, 4)));
    }

    [Fact]
    public void The_interval_of_Wilson_lies_within_0_and_1_and_holds_the_rate() =>
        Gen.Select(Gen.Long[1, 1_000_000], Gen.Double[0, 1]).Sample((of, share) =>
        {
            long count = (long)(share * of);
            Interval interval = Interval.Wilson(count, of);
            double rate = (double)count / of;
            return interval.Low >= 0 && interval.High <= 1 && interval.Low <= rate && rate <= interval.High;
        });

    [Fact]
    public void The_same_seed_gives_the_same_bootstrap_and_another_seed_another()
    {
        Interval Of(int seed) => PersonBootstrap.Interval(50, seed, weights => weights.Take(20).Sum() / 50.0);
        Assert.Equal(Of(3), Of(3));
        Assert.NotEqual(Of(3), Of(4));
    }

    [Fact]
    public void The_bootstrap_of_a_share_of_people_agrees_with_Wilson()
    {
        Interval bootstrap = PersonBootstrap.Interval(400, 1, weights => weights.Take(100).Sum() / 400.0);
        Interval wilson = Interval.Wilson(100, 400);
        Assert.Equal(wilson.Low, bootstrap.Low, 0.01);
        Assert.Equal(wilson.High, bootstrap.High, 0.01);
    }

    [Fact]
    public void Replicates_that_leave_a_statistic_undefined_are_passed_over()
    {
        Interval interval = PersonBootstrap.Interval(2, 1, weights => weights[0] == 0 ? double.NaN : 0.5);
        Assert.Equal(new Interval(0.5, 0.5), interval);
    }

    [Fact]
    public void Quantiles_lie_between_the_values_and_rise() =>
        Gen.Select(Gen.Double[-5, 5].Array[1, 40], Gen.Double[0, 1], Gen.Double[0, 1]).Sample((values, one, other) =>
        {
            double[] ordered = [.. values.Order()];
            double low = Quantiles.Of(ordered, Math.Min(one, other)), high = Quantiles.Of(ordered, Math.Max(one, other));
            return ordered[0] <= low && low <= high + 1e-12 && high <= ordered[^1] + 1e-12;
        });
}
