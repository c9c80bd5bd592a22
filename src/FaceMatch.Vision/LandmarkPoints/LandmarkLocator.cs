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
internal sealed class LandmarkLocator(OnnxModel model, LandmarkSettings settings, bool keepAll)
{
    /// <summary>Two coordinates a point.</summary>
    private const int Coordinates = 2;

    private readonly PixelPlanes _planes = new(settings.Normalisation);

    private int Side => settings.Input[3];

    /// <param name="box">The detector's, in pixels of the frame.</param>
    public Landmarks Locate(Frame frame, Box box)
    {
        Span<PixelPoint> points = stackalloc PixelPoint[settings.Points];
        using FrameMat source = new(frame);
        Read(source.Mat, LandmarkCrop.Of(box, settings.CropScale, Side), points);
        for (int pass = 1; pass < settings.Passes; pass++)
            Read(source.Mat, LandmarkCrop.Of(points, FivePoints(points), Side), points);
        Landmarks five = FivePoints(points);
        return keepAll ? five with { All = points.ToArray() } : five;
    }

    /// <summary>Looks once more, at a patch that known points centre, size and level; in pixels of the frame.</summary>
    public Landmarks LookAgain(FacePatch patch)
    {
        Span<PixelPoint> points = stackalloc PixelPoint[settings.Points];
        using PixelBuffer gray = new(Side, Side, 1);
        patch.WriteGray(gray.Mat);
        Infer(gray, patch.ToPatch.Scaled((double)Side / FacePatch.Side), points);
        return FivePoints(points);
    }

    private void Read(Mat source, Similarity toCrop, Span<PixelPoint> points)
    {
        using PixelBuffer colour = new(Side, Side, Frame.BytesPerPixel), gray = new(Side, Side, 1);
        CropWarp.Cut(source, toCrop, colour.Mat);
        Cv2.CvtColor(colour.Mat, gray.Mat, ColorConversionCodes.BGR2GRAY);
        Infer(gray, toCrop, points);
    }

    private void Infer(PixelBuffer gray, Similarity toCrop, Span<PixelPoint> points)
    {
        using var input = new TensorBuffer(1, 1, Side, Side);
        _planes.WriteGray(gray.Span, input.Span);
        using var output = new TensorBuffer(1, settings.Points * Coordinates);
        model.Run(input, output);
        Similarity back = toCrop.Inverse();
        for (int i = 0; i < points.Length; i++)
            points[i] = back.Apply(new PixelPoint(output.Span[i * 2] * Side, output.Span[(i * 2) + 1] * Side));
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
