using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Quality;
using OpenCvSharp;

namespace FaceMatch.Vision.LandmarkPoints;

/// <summary>
/// Finds the points of a face inside a box. The network is sensitive to its crop, so a second pass cuts a crop that the
/// first one's points centre, size and level.
/// </summary>
/// <param name="keepAll">Whether the landmarks carry every point, which only some embedders ask for.</param>
internal sealed class LandmarkLocator(OnnxModel model, LandmarkSettings settings, bool keepAll) : IDisposable
{
    private readonly ScratchPool<LandmarkScratch> _scratch = new(() => new LandmarkScratch(model, settings));

    private readonly PixelPlanes _planes = new(settings.Normalisation);

    private int Side => settings.Input[3];

    /// <param name="box">The detector's, in pixels of the frame.</param>
    public Landmarks Locate(Frame frame, Box box)
    {
        Span<PixelPoint> points = stackalloc PixelPoint[settings.Points];
        using ScratchPool<LandmarkScratch>.Rented scratch = _scratch.Rent();
        using FrameMat source = new(frame);
        using InputArray pixels = source.Mat;
        Read(scratch.Value, pixels, LandmarkCrop.Of(box, settings.CropScale, Side), points);
        for (int pass = 1; pass < settings.Passes; pass++)
            Read(scratch.Value, pixels, LandmarkCrop.Of(points, FivePoints(points), Side), points);
        Landmarks five = FivePoints(points);
        return keepAll ? five with { All = points.ToArray() } : five;
    }

    /// <summary>Looks once more, at a patch that known points centre, size and level; in pixels of the frame.</summary>
    public Landmarks LookAgain(FacePatch patch)
    {
        Span<PixelPoint> points = stackalloc PixelPoint[settings.Points];
        using ScratchPool<LandmarkScratch>.Rented scratch = _scratch.Rent();
        scratch.Value.Shrink(patch.Colour);
        Infer(scratch.Value, patch.ToPatch.Scaled((double)Side / FacePatch.Side), points);
        return FivePoints(points);
    }

    public void Dispose() => _scratch.Dispose();

    private void Read(LandmarkScratch scratch, InputArray source, Similarity toCrop, Span<PixelPoint> points)
    {
        scratch.Cut(source, toCrop);
        Infer(scratch, toCrop, points);
    }

    private void Infer(LandmarkScratch scratch, Similarity toCrop, Span<PixelPoint> points)
    {
        _planes.WriteGray(scratch.Gray, scratch.Network.Input);
        scratch.Network.Run();
        ReadOnlySpan<float> output = scratch.Network.Output;
        Similarity back = toCrop.Inverse();
        for (int i = 0; i < points.Length; i++)
            points[i] = back.Apply(new PixelPoint(output[i * 2] * Side, output[(i * 2) + 1] * Side));
    }

    private Landmarks FivePoints(ReadOnlySpan<PixelPoint> points) => new(
        Mean(points, 0), Mean(points, 1), Mean(points, 2), Mean(points, 3), Mean(points, 4));

    private PixelPoint Mean(ReadOnlySpan<PixelPoint> points, int part)
    {
        IReadOnlyList<int> group = settings.FivePoints[part];
        float x = 0, y = 0;
        foreach (int point in group)
        {
            x += points[point].X;
            y += points[point].Y;
        }

        return new PixelPoint(x / group.Count, y / group.Count);
    }
}
