using CsCheck;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Quality;

namespace FaceMatch.Vision.Tests.Quality;

public sealed class QualityScaleTests
{
    private static readonly FaceMeasures Clear = new(
        0.9999, 40, new PatchMeasures(0.42, 130, 45, 0), new HeadPose(3, -2, 1), new PoseEstimate(3, -2, 1), 0.02);

    private static readonly Gen<FaceMeasures> Any =
        from score in Gen.Double[0, 1]
        from eyes in Gen.Double[0, 500]
        from detail in Gen.Double[0, 2]
        from brightness in Gen.Double[0, 255]
        from contrast in Gen.Double[0, 127]
        from burnt in Gen.Double[0, 1]
        from yaw in Gen.Double[-90, 90]
        from pitch in Gen.Double[-90, 90]
        from roll in Gen.Double[-180, 180]
        from spread in Gen.Double[0, 60]
        from drift in Gen.Double[0, 3]
        from seen in Gen.Int[0, 3]
        select new FaceMeasures(
            score, eyes, new PatchMeasures(detail, brightness, contrast, burnt), new HeadPose(yaw, pitch, roll),
            (seen & 1) == 0 ? null : new PoseEstimate(yaw, pitch, spread), (seen & 2) == 0 ? null : drift);

    [Fact]
    public void A_clear_face_is_near_ideal_and_gives_no_reason()
    {
        FaceQuality quality = QualityScale.Judge(Clear);
        Assert.InRange(quality.Overall, 0.95, 1);
        Assert.Empty(quality.Reasons);
    }

    [Fact]
    public void Every_value_lies_between_0_and_1_whatever_was_measured() => Any.Sample(measures =>
    {
        FaceQuality quality = QualityScale.Judge(measures);
        double[] values =
        [
            quality.Overall, quality.Sharpness, quality.Size, quality.Exposure, quality.Contrast, quality.Frontality, quality.Visibility,
            quality.Detection, quality.Confirmed(0).Overall, quality.Confirmed(1).Overall,
        ];
        return values.All(value => value is >= 0 and <= 1);
    });

    [Fact]
    public void No_measure_that_worsens_raises_the_overall_value() => Any.Select(Gen.Int[0, 7], Gen.Double[0, 1]).Sample((measures, which, share) =>
    {
        FaceMeasures worse = Worsened(measures, which, share);
        return QualityScale.Judge(worse).Overall <= QualityScale.Judge(measures).Overall + 1e-12;
    });

    [Fact]
    public void A_weaker_response_of_the_recognition_network_never_raises_the_overall_value() =>
        Any.Select(Gen.Double[0, 1], Gen.Double[0, 1]).Sample((measures, a, b) =>
        {
            FaceQuality seen = QualityScale.Judge(measures);
            return seen.Confirmed(Math.Min(a, b)).Overall <= seen.Confirmed(Math.Max(a, b)).Overall;
        });

    [Fact]
    public void What_was_not_measured_neither_helps_nor_harms_a_clear_face()
    {
        double measured = QualityScale.Judge(Clear).Overall;
        Assert.Equal(measured, QualityScale.Judge(Clear with { Estimate = null, Drift = null }).Overall, 0.02);
        Assert.Equal(measured, QualityScale.Judge(Clear).Confirmed(null).Overall);
    }

    [Theory]
    [InlineData(0, QualityReasons.TooSmall)]
    [InlineData(1, QualityReasons.TooBlurred)]
    [InlineData(2, QualityReasons.TooDark)]
    [InlineData(3, QualityReasons.LowContrast)]
    [InlineData(4, QualityReasons.Overexposed)]
    [InlineData(5, QualityReasons.TurnedAway)]
    [InlineData(6, QualityReasons.ProbablyCovered)]
    public void What_stands_out_is_named_and_is_the_weakest_point(int which, string reason)
    {
        FaceQuality quality = QualityScale.Judge(Worsened(Clear, which, 0.95));
        Assert.Equal([reason], quality.Reasons);
        Assert.Equal(reason, quality.WeakestPoint());
        Assert.True(quality.Overall < QualityScale.Judge(Clear).Overall);
    }

    private static FaceMeasures Worsened(FaceMeasures measures, int which, double share)
    {
        double kept = 1 - share;
        PatchMeasures patch = measures.Patch;
        return which switch
        {
            0 => measures with { EyeDistance = measures.EyeDistance * kept },
            1 => measures with { Patch = patch with { Detail = patch.Detail * kept } },
            2 => measures with { Patch = patch with { Brightness = patch.Brightness * kept } },
            3 => measures with { Patch = patch with { Contrast = patch.Contrast * kept } },
            4 => measures with { Patch = patch with { BurntOut = patch.BurntOut + (share * (1 - patch.BurntOut)) } },
            5 => measures with
            {
                Geometry = measures.Geometry with { Yaw = Turned(measures.Geometry.Yaw, share) },
                Estimate = measures.Estimate is { } estimate ? estimate with { Yaw = Turned(estimate.Yaw, share) } : null,
            },
            6 => measures with
            {
                Estimate = measures.Estimate is { } sure ? sure with { Spread = sure.Spread + (60 * share) } : null,
                Drift = measures.Drift is { } drift ? drift + share : null,
            },
            _ => measures with { Score = measures.Score * kept },
        };
    }

    private static double Turned(double yaw, double share) => yaw + (Math.CopySign(90, yaw) - yaw) * share;
}
