using FaceMatch.Core.Faces;

namespace FaceMatch.Cli.Evaluation;

/// <summary>
/// Which face of a labelled image is the person's that it is filed under: the surest, among equally sure ones the larger
/// and more central. Which it is decides what an evaluation measures, so the rule is part of every protocol
/// (bench/README.md has what it was measured against).
/// </summary>
internal static class LabelledFace
{
    /// <summary>Two detections nearer to certainty than this are equally sure.</summary>
    private const double Sure = 1e-3;

    /// <summary>What distance from the middle costs: a quarter of the picture's width away, a factor of e to the minus a half.</summary>
    private const double Centrality = 8;

    /// <param name="found">At least one.</param>
    public static Detection Choose(IReadOnlyList<Detection> found, FrameSize frame) =>
        found.MaxBy(candidate => Prominence(candidate, frame));

    private static double Prominence(Detection candidate, FrameSize frame)
    {
        double x = (candidate.Box.Centre.X / frame.Width) - 0.5, y = (candidate.Box.Centre.Y / frame.Height) - 0.5;
        double doubt = Math.Max(0, 1 - candidate.Score) + Sure;
        return Math.Sqrt(candidate.Box.Area) * Math.Exp(-Centrality * ((x * x) + (y * y))) / doubt;
    }
}
