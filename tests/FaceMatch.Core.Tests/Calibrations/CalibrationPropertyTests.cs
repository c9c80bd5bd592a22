using CsCheck;
using FaceMatch.Core.Calibrations;

namespace FaceMatch.Core.Tests.Calibrations;

/// <summary>What holds of every calibration that scores can make.</summary>
public sealed class CalibrationPropertyTests
{
    /// <summary>Scores of strangers around zero and of the same people higher, overlapping.</summary>
    private static readonly Gen<CalibrationBuilder> Builders =
        Gen.Select(Gen.Int[4_000, 20_000], Gen.Int[0, 300], Gen.Int[0, int.MaxValue], Build);

    [Fact]
    public void Rates_fall_with_the_score_and_misses_rise() => Builders.Sample(builder =>
    {
        IReadOnlyList<CalibrationPoint> points = Of(builder).Points;
        return points.Zip(points.Skip(1)).All(pair =>
            pair.Second.Cosine > pair.First.Cosine && pair.Second.FalseMatchRate < pair.First.FalseMatchRate
            && (builder.GenuineComparisons == 0
                ? pair.Second.FalseNonMatchRate is null
                : pair.Second.FalseNonMatchRate >= pair.First.FalseNonMatchRate));
    }, iter: 50);

    [Fact]
    public void A_point_is_given_back_and_halfway_between_two_is_their_geometric_mean() => Builders.Sample(builder =>
    {
        Calibration calibration = Of(builder);
        return calibration.Points.Zip(calibration.Points.Skip(1)).All(pair =>
        {
            float middle = (float)((pair.First.Cosine + pair.Second.Cosine) / 2);
            double mean = Math.Sqrt(pair.First.FalseMatchRate * pair.Second.FalseMatchRate);
            return Close(calibration.FalseMatchRate((float)pair.Second.Cosine), pair.Second.FalseMatchRate, 1e-2)
                && Close(calibration.FalseMatchRate(middle), mean, 1e-2);
        });
    }, iter: 50);

    [Fact]
    public void What_lies_beyond_the_last_point_is_marked_and_what_does_not_is_not() => Builders.Sample(builder =>
    {
        Calibration calibration = Of(builder);
        double lowest = calibration.LowestMeasuredRate;
        float last = (float)calibration.Points[^1].Cosine;
        return calibration.IsExtrapolated(lowest * 0.99) && !calibration.IsExtrapolated(lowest)
            && calibration.IsExtrapolated(last + 0.001f) && !calibration.IsExtrapolated(last - 0.001f)
            && calibration.FalseNonMatchRate(last + 0.001f) is null
            && lowest * calibration.Comparisons >= 30 - 1e-6;
    }, iter: 50);

    [Fact]
    public void It_does_not_matter_in_which_order_counters_are_added_up() =>
        Gen.Select(Builders, Builders, Builders).Sample((a, b, c) =>
        {
            CalibrationBuilder leftFirst = Sum(Sum(a, b), c), rightFirst = Sum(Sum(c, b), a);
            Assert.Equal(leftFirst.Points(), rightFirst.Points());
            Assert.Equal(a.Comparisons + b.Comparisons + c.Comparisons, leftFirst.Comparisons);
            Assert.Equal(leftFirst.GenuineComparisons, rightFirst.GenuineComparisons);
        }, iter: 20);

    [Fact]
    public void The_file_gives_back_the_table_and_says_where_extrapolation_begins() => Builders.Sample(builder =>
    {
        Calibration calibration = Of(builder);
        string json = CalibrationJson.Write(calibration);
        Calibration again = CalibrationJson.Read(json);
        Assert.Equal(calibration.Points, again.Points);
        Assert.Equal(calibration.Provenance, again.Provenance);
        Assert.Contains("\"extrapolatedBelow\": ", json, StringComparison.Ordinal);
    }, iter: 20);

    [Fact]
    public void A_file_that_claims_to_have_measured_more_than_its_points_is_refused()
    {
        string json = CalibrationJson.Write(new Calibration(Provenance(new CalibrationBuilder()), [new(-1, 1), new(0.5, 1e-3)]));
        string claimed = json.Replace("\"extrapolatedBelow\": 0.001", "\"extrapolatedBelow\": 1E-06", StringComparison.Ordinal);
        Assert.NotEqual(json, claimed);
        Assert.Contains("extrapolatedBelow", Assert.Throws<CalibrationException>(() => CalibrationJson.Read(claimed)).Message, StringComparison.Ordinal);
    }

    private static bool Close(double one, double other, double relative) => Math.Abs(one - other) <= relative * other;

    private static CalibrationBuilder Build(int impostors, int genuine, int seed)
    {
        Random random = new(seed);
        CalibrationBuilder builder = new();
        for (int i = 0; i < impostors; i++) builder.Add((float)((random.NextDouble() + random.NextDouble() - 1) * 0.5));
        for (int i = 0; i < genuine; i++) builder.AddGenuine((float)(0.6 + ((random.NextDouble() + random.NextDouble() - 1) * 0.5)));
        return builder;
    }

    private static CalibrationBuilder Sum(CalibrationBuilder one, CalibrationBuilder other)
    {
        CalibrationBuilder sum = new();
        sum.Add(one);
        sum.Add(other);
        return sum;
    }

    private static Calibration Of(CalibrationBuilder builder) => new(Provenance(builder), builder.Points());

    private static CalibrationProvenance Provenance(CalibrationBuilder builder) =>
        new("id", "pack", "embedder", "source", 1, 1, 0, Math.Max(1, builder.Comparisons), 1, 0, builder.GenuineComparisons);
}
