using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>Chooses the sizes at which a frame is searched for faces.</summary>
internal static class DetectionScale
{
    /// <summary>
    /// The detector was trained at 320x240 with priors up to 256 pixels: at this size a portrait that fills the picture
    /// is found. Costs a quarter of <see cref="Usual"/>.
    /// </summary>
    public const int Overview = 320;

    /// <summary>Longest side of the second look, where faces from about a sixtieth of the picture's width are found.</summary>
    public const int Usual = 640;

    /// <summary>Longest side for the largest frames: cost is linear in pixels, 52 ms at 1280x960.</summary>
    public const int Largest = 1280;

    /// <summary>A face has to keep this share of its pixels for the detector to see those that are worth embedding.</summary>
    private const double KeptScale = 0.5;

    /// <summary>Longest sides, smallest first.</summary>
    public static IReadOnlyList<int> Sides(FrameSize frame)
    {
        int longest = Math.Max(frame.Width, frame.Height);
        if (longest <= Overview) return [Overview];
        int fine = (int)Math.Clamp(longest * KeptScale, Usual, Largest);
        return [Overview, Math.Min(fine, Math.Max(longest, Overview))];
    }
}
