using System.Buffers;
using FaceMatch.Core.Faces;
using OpenCvSharp;

namespace FaceMatch.Vision.Inference;

/// <summary>A frame's pixels as an OpenCV matrix: pinned, not copied.</summary>
internal sealed unsafe class FrameMat : IDisposable
{
    private MemoryHandle _pin;

    public FrameMat(Frame frame)
    {
        _pin = frame.Pixels.Pin();
        Mat = Mat.FromPixelData(frame.Size.Height, frame.Size.Width, MatType.CV_8UC3, (nint)_pin.Pointer, frame.Stride);
    }

    public Mat Mat { get; }

    public void Dispose()
    {
        Mat.Dispose();
        _pin.Dispose();
    }
}
