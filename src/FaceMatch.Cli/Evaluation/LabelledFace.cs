using FaceMatch.Core.Faces;

namespace FaceMatch.Cli.Evaluation;

/// <summary>Which face of a labelled image is the person's that it is filed under.</summary>
internal static class LabelledFace
{
    /// <summary>A labelled image is about its large, central face: area less twice the square of the distance from the middle.</summary>
    /// <param name="found">At least one.</param>
    public static Detection Choose(IReadOnlyList<Detection> found, FrameSize frame) =>
        found.MaxBy(candidate => Prominence(candidate.Box, frame));

    private static double Prominence(Box box, FrameSize frame)
    {
        double x = box.Centre.X - (frame.Width / 2.0), y = box.Centre.Y - (frame.Height / 2.0);
        return box.Area - (2 * ((x * x) + (y * y)));
    }
}
