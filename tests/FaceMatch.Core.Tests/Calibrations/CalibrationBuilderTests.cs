using FaceMatch.Core.Calibrations;

namespace FaceMatch.Core.Tests.Calibrations;

public sealed class CalibrationBuilderTests
{
    [Fact]
    public void Points_are_the_empirical_rates_down_to_thirty_errors()
    {
        float[] scores = Scores(200_000);
        var builder = new CalibrationBuilder();
        foreach (float score in scores) builder.Add(score);

        IReadOnlyList<CalibrationPoint> points = builder.Points();

        Assert.Equal(new CalibrationPoint(-1, 1), points[0]);
        Assert.All(points.Skip(1), point =>
            Assert.Equal(
                scores.Count(score => score >= point.Cosine) / 200_000.0, point.FalseMatchRate, 0.05 * point.FalseMatchRate));
        Assert.InRange(points[^1].FalseMatchRate, 30 / 200_000.0, 40 / 200_000.0);
        _ = new Calibration(new("id", "pack", "embedder", "source", 1, 1, 0, 1, 1), points);
    }

    [Fact]
    public void Counters_of_two_workers_add_up()
    {
        float[] scores = Scores(10_000);
        CalibrationBuilder whole = new(), first = new(), second = new();
        for (int i = 0; i < scores.Length; i++)
        {
            whole.Add(scores[i]);
            (i % 2 == 0 ? first : second).Add(scores[i]);
        }

        first.Add(second);
        Assert.Equal(whole.Points(), first.Points());
        Assert.Equal(whole.Comparisons, first.Comparisons);
    }

    [Fact]
    public void Too_few_comparisons_give_no_table()
    {
        var builder = new CalibrationBuilder();
        builder.Add(0.1f);
        Assert.Throws<CalibrationException>(() => builder.Points());
    }

    [Fact]
    public void The_largest_gallery_is_bounded_by_the_rule_of_three() =>
        Assert.Equal(1_000, CalibrationBuilder.LargestGalleryFor(3_000_000));

    /// <summary>Roughly normal scores around zero, as those of strangers are.</summary>
    private static float[] Scores(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ =>
            (float)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 0.3))];
    }
}
