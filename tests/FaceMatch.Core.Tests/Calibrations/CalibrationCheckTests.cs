using FaceMatch.Core.Calibrations;

namespace FaceMatch.Core.Tests.Calibrations;

public sealed class CalibrationCheckTests
{
    private static readonly Calibration Stated = new(
        new("id", "pack", "embedder", "source", 1, 1, 0, 1_000_000, 333),
        [new(-1, 1), new(0.2, 1e-2), new(0.3, 1e-3), new(0.4, 1e-4)]);

    [Fact]
    public void A_calibration_that_is_right_is_within_and_one_that_is_ten_times_too_kind_is_exceeded()
    {
        CalibrationCheck check = Strangers(shift: 0);
        CheckedRate right = Assert.Single(check.Rates(Stated, [1e-2], seed: 1));
        Assert.True(right.Within, $"{right.Measured}");
        Assert.Equal(300L * 299 / 2 * 4, right.Measured.Of);

        CheckedRate kind = Assert.Single(Strangers(shift: 0.1f).Rates(Stated, [1e-2], seed: 1));
        Assert.True(kind.Exceeded, $"{kind.Measured}");
        Assert.InRange(kind.Measured.Value, 0.08, 0.12);
    }

    [Fact]
    public void Excluded_pairs_are_neither_errors_nor_comparisons()
    {
        CalibrationCheck check = new([1, 2, 3], [new CloseStrangers(0, 2, 0.9f)], [(1, 2)]);
        CheckedRate rate = Assert.Single(check.Rates(Stated, [1e-3], seed: 1));
        Assert.Equal(5, rate.Measured.Of);
        Assert.Equal(1, rate.Measured.Count);
    }

    [Fact]
    public void A_rate_beyond_the_table_is_marked_and_none_seen_still_has_an_interval()
    {
        CheckedRate rate = Assert.Single(new CalibrationCheck([10, 10], [], []).Rates(Stated, [1e-5], seed: 1));
        Assert.True(rate.Extrapolated);
        Assert.Equal(0, rate.Measured.Value);
        Assert.InRange(rate.Measured.Interval.High, 0.01, 0.05);
        Assert.True(rate.Within);
    }

    /// <summary>300 people of two images whose scores follow the table between FMR 1e-1 and 1e-4, moved up by a shift.</summary>
    private static CalibrationCheck Strangers(float shift)
    {
        Random random = new(5);
        List<CloseStrangers> close = [];
        for (int first = 0; first < 300; first++)
            for (int second = first + 1; second < 300; second++)
                for (int comparison = 0; comparison < 4; comparison++)
                {
                    float cosine = (float)(-0.1 * Math.Log10(random.NextDouble())) + shift;
                    if (cosine >= 0.2f) close.Add(new CloseStrangers(first, second, cosine));
                }

        return new CalibrationCheck([.. Enumerable.Repeat(2, 300)], close, []);
    }
}
