using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Tests.Support;

/// <summary>A picture with something done to it.</summary>
internal static class Filtered
{
    /// <param name="scale">How much larger the result is.</param>
    public static Frame By(Frame frame, Action<Mat, Mat> change, double scale = 1)
    {
        var changed = new Frame(new FrameSize((int)(frame.Size.Width * scale), (int)(frame.Size.Height * scale)), frame.CapturedAt);
        using FrameMat from = new(frame), to = new(changed);
        using Mat result = new();
        change(from.Mat, result);
        result.CopyTo(to.Mat);
        return changed;
    }
}
