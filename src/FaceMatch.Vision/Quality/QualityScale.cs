using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Quality;

/// <summary>Turns measures into the 0 to 1 scales and reasons of <see cref="FaceQuality"/>.</summary>
internal static class QualityScale
{
    /// <summary>Eye distance in pixels: the embedder's template has 35, finer is not used; under 8 nothing is told apart.</summary>
    private const double IdealEyeDistance = 35, UselessEyeDistance = 8, SmallEyeDistance = 16;

    /// <summary>Detail of blurred and of sharp faces on the aligned crop (bench/README.md, Vision).</summary>
    private const double SharpDetail = 0.5, BlurredDetail = 0.05, TooBlurredDetail = 0.12;

    /// <summary>Degrees away from frontal at which cosines fall off (bench/README.md, Vision).</summary>
    private const double WorstTurn = 60, TurnedAway = 35;

    /// <summary>Mean gray of the face.</summary>
    private const double Dark = 40, Dim = 80, Bright = 215;

    /// <summary>Share of white pixels.</summary>
    private const double BurntOut = 0.25;

    public static FaceQuality Judge(Detection detection, double eyeDistance, HeadPose pose, CropMeasures measures)
    {
        double size = Ramp(eyeDistance, UselessEyeDistance, IdealEyeDistance);
        double sharpness = Ramp(measures.Detail, BlurredDetail, SharpDetail);
        double turn = Math.Sqrt((pose.Yaw * pose.Yaw) + (pose.Pitch * pose.Pitch));
        double frontal = 1 - Ramp(turn, 0, WorstTurn);
        double light = Math.Min(Ramp(measures.Brightness, 0, Dim), 1 - Ramp(measures.BurntOut, 0, 2 * BurntOut));

        List<string> reasons = [];
        if (eyeDistance < SmallEyeDistance) reasons.Add(QualityReasons.TooSmall);
        if (measures.Detail < TooBlurredDetail) reasons.Add(QualityReasons.TooBlurred);
        if (turn > TurnedAway) reasons.Add(QualityReasons.TurnedAway);
        if (measures.Brightness < Dark) reasons.Add(QualityReasons.TooDark);
        if (measures.Brightness > Bright || measures.BurntOut > BurntOut) reasons.Add(QualityReasons.Overexposed);

        // A geometric mean: one useless trait makes the face useless, whatever the others are.
        double overall = Math.Pow(size * sharpness * frontal * light * Math.Clamp(detection.Score, 0, 1), 1 / 5.0);
        return new FaceQuality(overall, sharpness, size, pose.Yaw, pose.Pitch, pose.Roll, reasons);
    }

    private static double Ramp(double value, double from, double to) => Math.Clamp((value - from) / (to - from), 0, 1);
}
