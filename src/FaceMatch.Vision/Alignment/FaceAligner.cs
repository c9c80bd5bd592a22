using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using OpenCvSharp;

namespace FaceMatch.Vision.Alignment;

/// <summary>
/// Lays a face onto an embedder's template by the least-squares similarity of its five points, or of those that the embedder
/// names.
/// </summary>
internal sealed class FaceAligner(EmbedderSettings settings) : IDisposable
{
    private readonly ScratchPool<CropWarp> _warps = new(static () => new CropWarp());

    private readonly PixelPoint[] _template = [.. settings.Template.Select(point => new PixelPoint(point[0], point[1]))];

    /// <summary>The embedder's crop.</summary>
    public Frame Align(Frame frame, Landmarks landmarks)
    {
        var crop = new Frame(new FrameSize(settings.CropSide, settings.CropSide), frame.CapturedAt);
        try
        {
            using FrameMat source = new(frame), target = new(crop);
            using ScratchPool<CropWarp>.Rented warp = _warps.Rent();
            // Cubic keeps the detail that linear sampling smooths away (bench/README.md, Alignment).
            warp.Value.Cut(source.Mat, Transform(landmarks), target.Mat, settings.CropSide, InterpolationFlags.Cubic);
            return crop;
        }
        catch
        {
            crop.Dispose();
            throw;
        }
    }

    public void Dispose() => _warps.Dispose();

    /// <summary>From pixels of the frame to pixels of the crop.</summary>
    internal Similarity Transform(Landmarks landmarks)
    {
        if (settings.Points is not { } numbers)
            return Similarity.Fit(
                [landmarks.LeftEye, landmarks.RightEye, landmarks.Nose, landmarks.LeftMouth, landmarks.RightMouth], _template);
        ReadOnlySpan<PixelPoint> all = landmarks.All.Span;
        Span<PixelPoint> points = stackalloc PixelPoint[numbers.Count];
        for (int i = 0; i < points.Length; i++) points[i] = all[numbers[i]];
        return Similarity.Fit(points, _template);
    }
}
