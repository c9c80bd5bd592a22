using CsCheck;
using FaceMatch.Core.Calibrations;

namespace FaceMatch.Core.Tests.Calibrations;

public sealed class CalibrationTests
{
    private static readonly CalibrationProvenance Provenance =
        new("test-2026", "default", "embedder 1", "strangers", 10, 20, 0, 1_000_000, 333);

    private static readonly Calibration Table = new(
        Provenance,
        [new(-1, 1), new(0, 0.5), new(0.2, 1e-2), new(0.3, 1e-3), new(0.4, 1e-4), new(0.45, 3e-5)]);

    [Fact]
    public void Measured_points_are_given_back_exactly()
    {
        Assert.Equal(1, Table.FalseMatchRate(-1));
        Assert.Equal(0.5, Table.FalseMatchRate(0));
        Assert.Equal(1e-3, Table.FalseMatchRate(0.3f), 1e-9);
    }

    [Fact]
    public void Between_points_the_logarithm_is_linear() =>
        Assert.Equal(Math.Pow(10, -3.5), Table.FalseMatchRate(0.35f), 1e-8);

    [Fact]
    public void Beyond_the_table_the_rate_follows_the_last_decade_and_says_so()
    {
        double slope = (Math.Log10(3e-5) - Math.Log10(1e-3)) / (0.45 - 0.3);
        Assert.Equal(Math.Log10(3e-5) + (slope * 0.1), Math.Log10(Table.FalseMatchRate(0.55f)), 1e-5);
        Assert.True(Table.IsExtrapolated(0.55f));
        Assert.False(Table.IsExtrapolated(0.4f));
        Assert.True(Table.IsExtrapolated(1e-5));
        Assert.False(Table.IsExtrapolated(3e-5));
    }

    [Fact]
    public void The_rate_is_never_above_one_or_rising() =>
        Gen.Float[-1.5f, 1.5f].Array[2].Sample(pair =>
        {
            Array.Sort(pair);
            double low = Table.FalseMatchRate(pair[0]), high = Table.FalseMatchRate(pair[1]);
            return low <= 1 && high > 0 && high <= low;
        });

    [Fact]
    public void A_threshold_keeps_its_rate_and_is_the_lowest_that_does() =>
        Gen.Double[-9, 0].Sample(exponent =>
        {
            double rate = Math.Pow(10, exponent);
            float cosine = Table.CosineAt(rate);
            return (cosine >= 1 || Table.FalseMatchRate(cosine) <= rate)
                && (cosine <= -1 || Table.FalseMatchRate(cosine - 1e-5f) >= rate * 0.999);
        });

    [Fact]
    public void A_rate_that_no_score_reaches_gives_the_highest_score() => Assert.Equal(1, Table.CosineAt(1e-30));

    [Theory]
    [InlineData(0)]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_number_that_is_no_rate_is_refused(double rate) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Table.CosineAt(rate));

    [Fact]
    public void A_score_that_is_not_a_number_counts_as_the_lowest() => Assert.Equal(1, Table.FalseMatchRate(float.NaN));

    [Fact]
    public void Every_fault_of_a_table_is_named_at_once()
    {
        var fault = Assert.Throws<CalibrationException>(() => new Calibration(
            Provenance with { Comparisons = 0 }, [new(0.1, 0.5), new(0.05, 0.6), new(0.2, 0)]));
        Assert.Contains("comparisons", fault.Message, StringComparison.Ordinal);
        Assert.Contains("points[1].cosine does not rise", fault.Message, StringComparison.Ordinal);
        Assert.Contains("points[1].falseMatchRate does not fall", fault.Message, StringComparison.Ordinal);
        Assert.Contains("points[2].falseMatchRate is not above 0", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_gives_back_the_same_table()
    {
        Calibration again = CalibrationJson.Read(CalibrationJson.Write(Table));
        Assert.Equal(Table.Provenance, again.Provenance);
        Assert.Equal(Table.Points, again.Points);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"provenance\":{\"id\":\"x\"},\"points\":[]}")]
    public void Json_that_is_no_calibration_is_refused_with_a_sentence(string json) =>
        Assert.Throws<CalibrationException>(() => CalibrationJson.Read(json));
}
