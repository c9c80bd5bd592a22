using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Frames;

/// <summary>Gives a picture another size, its aspect with it.</summary>
public static class FrameScaler
{
    /// <summary>A new frame of the size; the caller disposes both.</summary>
    public static Frame To(Frame frame, FrameSize size)
    {
        var scaled = new Frame(size, frame.CapturedAt);
        try
        {
            bool smaller = size.Width < frame.Size.Width && size.Height < frame.Size.Height;
            using FrameMat source = new(frame), target = new(scaled);
            Cv2.Resize(
                source.Mat, target.Mat, target.Mat.Size(),
                interpolation: smaller ? InterpolationFlags.Area : InterpolationFlags.Linear);
            return scaled;
        }
        catch
        {
            scaled.Dispose();
            throw;
        }
    }
}
