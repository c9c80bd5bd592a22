using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Quality;

/// <summary>
/// Puts measures on the 0 to 1 scales of <see cref="FaceQuality"/> and weighs them. Ends of scales and weights are set by
/// false non-matches of real and of degraded photographs, and validated by error-versus-discard (bench/README.md, Quality).
/// </summary>
internal static class QualityScale
{
    /// <summary>Eye distance in pixels, by its logarithm. At 24 nothing is lost any more, at 7 every second comparison.</summary>
    private const double UselessEyes = 4, IdealEyes = 24, SmallEyes = 12;

    /// <summary>Mean gradient over contrast, on the patch.</summary>
    private const double BlurredDetail = 0.12, SharpDetail = 0.38, TooBlurredDetail = 0.22;

    /// <summary>Degrees away from frontal, yaw and pitch together.</summary>
    private const double FrontalTurn = 15, WorstTurn = 75, TurnedAway = 35;

    /// <summary>Mean gray: the networks see well in the dark, so the scale is steep only near black.</summary>
    private const double Bright = 60, TooDark = 25;

    /// <summary>Share of white pixels.</summary>
    private const double SomeBurntOut = 0.02, TooMuchBurntOut = 0.35;

    /// <summary>Standard deviation of the gray values.</summary>
    private const double FullContrast = 25, TooLittleContrast = 6;

    /// <summary>Drift of the points in eye distances, and spread of the pose in degrees, both by their logarithms.</summary>
    private const double SteadyDrift = 0.02, LostDrift = 0.5, SureSpread = 0.8, LostSpread = 40;

    /// <summary>Below it something covers the face, or it is none.</summary>
    private const double CoveredVisibility = 0.5;

    /// <summary>The detectors report nothing far below it; scores of different detectors are alike only near 1.</summary>
    private const double DoubtfulScore = 0.6;

    /// <summary>A component counts no less than this, so that one zero does not make all poor faces equal.</summary>
    private const double Least = 0.02;

    private const double SizeWeight = 1, SharpnessWeight = 0.6, SteadinessWeight = 1, SurenessWeight = 1.2, OtherWeight = 0.3;

    public static FaceQuality Judge(in FaceMeasures measures)
    {
        PatchMeasures patch = measures.Patch;
        double yaw = measures.Estimate?.Yaw ?? measures.Geometry.Yaw, pitch = measures.Estimate?.Pitch ?? measures.Geometry.Pitch;
        double turn = double.Hypot(yaw, pitch);
        double? steadiness = measures.Drift is { } drift ? 1 - LogRamp(drift, SteadyDrift, LostDrift) : null;
        double? sureness = measures.Estimate is { } estimate ? 1 - LogRamp(estimate.Spread, SureSpread, LostSpread) : null;
        double exposure = Math.Min(Ramp(patch.Brightness, 0, Bright), 1 - Ramp(patch.BurntOut, SomeBurntOut, 1));
        Mean visibility = new Mean().With(steadiness, SteadinessWeight).With(sureness, SurenessWeight);

        FaceQuality quality = new(
            0, Ramp(patch.Detail, BlurredDetail, SharpDetail), LogRamp(measures.EyeDistance, UselessEyes, IdealEyes), yaw, pitch,
            measures.Geometry.Roll, Reasons(measures, turn, visibility.Value))
        {
            Exposure = exposure,
            Contrast = Ramp(patch.Contrast, 0, FullContrast),
            Frontality = 1 - Ramp(turn, FrontalTurn, WorstTurn),
            Visibility = visibility.Value,
            Detection = Ramp(measures.Score, DoubtfulScore, 1),
        };
        double overall = visibility.With(quality.Size, SizeWeight).With(quality.Sharpness, SharpnessWeight)
            .With(quality.Exposure, OtherWeight).With(quality.Contrast, OtherWeight).With(quality.Frontality, OtherWeight)
            .With(quality.Detection, OtherWeight).Value;
        return quality with { Overall = overall };
    }

    private static List<string> Reasons(in FaceMeasures measures, double turn, double visibility)
    {
        List<string> reasons = [];
        Name(measures.EyeDistance < SmallEyes, QualityReasons.TooSmall);
        Name(measures.Patch.Detail < TooBlurredDetail, QualityReasons.TooBlurred);
        Name(turn > TurnedAway, QualityReasons.TurnedAway);
        Name(measures.Patch.Brightness < TooDark, QualityReasons.TooDark);
        Name(measures.Patch.BurntOut > TooMuchBurntOut, QualityReasons.Overexposed);
        Name(measures.Patch.Contrast < TooLittleContrast, QualityReasons.LowContrast);

        // Blur, darkness and a turned head unsettle the networks too; then those are the reason.
        Name(reasons.Count == 0 && visibility < CoveredVisibility, QualityReasons.ProbablyCovered);
        return reasons;

        void Name(bool stands, string reason)
        {
            if (stands) reasons.Add(reason);
        }
    }

    private static double Ramp(double value, double from, double to) => Math.Clamp((value - from) / (to - from), 0, 1);

    private static double LogRamp(double value, double from, double to) =>
        Ramp(Math.Log(Math.Max(value, double.Epsilon)), Math.Log(from), Math.Log(to));

    /// <summary>A weighted geometric mean of what was measured: one useless trait makes the face poor, whatever the others are.</summary>
    private readonly record struct Mean(double Logarithms, double Weights)
    {
        /// <summary>1 when nothing was measured.</summary>
        public double Value => Weights > 0 ? Math.Exp(Logarithms / Weights) : 1;

        public Mean With(double? component, double weight) => component is { } value
            ? new Mean(Logarithms + (weight * Math.Log(Math.Max(value, Least))), Weights + weight)
            : this;
    }
}
