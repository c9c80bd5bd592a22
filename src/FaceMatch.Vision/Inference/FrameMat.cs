using System.Buffers;
using FaceMatch.Core.Faces;
using OpenCvSharp;

namespace FaceMatch.Vision.Inference;

/// <summary>A frame's pixels, or a part of them, as an OpenCV matrix: pinned, not copied.</summary>
internal sealed unsafe class FrameMat : IDisposable
{
    private MemoryHandle _pin;

    public FrameMat(Frame frame)
        : this(frame, 0, 0, frame.Size.Width, frame.Size.Height)
    {
    }

    /// <summary>A part that lies inside the frame.</summary>
    public FrameMat(Frame frame, int x, int y, int width, int height)
    {
        _pin = frame.Pixels.Pin();
        nint first = (nint)_pin.Pointer + ((nint)y * frame.Stride) + (x * Frame.BytesPerPixel);
        Mat = Mat.FromPixelData(height, width, MatType.CV_8UC3, first, frame.Stride);
    }

    public Mat Mat { get; }

    public void Dispose()
    {
        Mat.Dispose();
        _pin.Dispose();
    }
}
