namespace FaceMatch.Core.Faces;

/// <summary>The stable codes in <see cref="FaceQuality.Reasons"/>.</summary>
public static class QualityReasons
{
    public const string TooSmall = "too-small";
    public const string TooBlurred = "too-blurred";
    public const string TurnedAway = "turned-away";
    public const string TooDark = "too-dark";
    public const string Overexposed = "overexposed";
}
