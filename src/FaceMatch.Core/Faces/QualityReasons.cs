namespace FaceMatch.Core.Faces;

/// <summary>The stable codes in <see cref="FaceQuality.Reasons"/>.</summary>
public static class QualityReasons
{
    public const string TooSmall = "too-small";
    public const string TooBlurred = "too-blurred";
    public const string TurnedAway = "turned-away";
    public const string TooDark = "too-dark";
    public const string Overexposed = "overexposed";
    public const string LowContrast = "low-contrast";

    /// <summary>The landmark and pose networks do not agree with themselves: something covers the face, or it is none.</summary>
    public const string ProbablyCovered = "probably-covered";
}
