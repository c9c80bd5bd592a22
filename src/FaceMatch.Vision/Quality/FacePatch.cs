using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;
using FaceMatch.Vision.Inference;
using OpenCvSharp;

namespace FaceMatch.Vision.Quality;

/// <summary>
/// The face as quality looks at it: upright, eyes level and 40 pixels apart, the same for every pack and every size of
/// face. One cut serves the measures, the second look of the landmark network and the pose network. Cut anew for every
/// face.
/// </summary>
internal sealed class FacePatch : IScratch
{
    /// <summary>Pixels. Twice the landmark network's input, so that halving it is a plain average.</summary>
    public const int Side = 128;

    /// <summary>The part of a side that is face and not hair or background, from this share of it to one minus it.</summary>
    public const double Inset = 0.16;

    /// <summary>
    /// Mean frontal face in units of its eye distance, origin between eyes and mouth: the widely used five points of
    /// ArcFace (Deng et al. 2019) over their eye distance of 35.24 pixels, centred for this patch.
    /// </summary>
    private static readonly PixelPoint[] Template = Placed(
    [
        new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f),
    ]);

    private readonly CropWarp _warp = new();
    private readonly PixelBuffer _colour = new(Side, Side, Frame.BytesPerPixel);
    private readonly PixelBuffer _gray = new(Side, Side, 1);

    /// <summary>From pixels of the frame to pixels of the patch.</summary>
    public Similarity ToPatch { get; private set; }

    /// <summary>BGR.</summary>
    public InputArray Colour => _colour.Input;

    /// <summary>One byte a pixel.</summary>
    public ReadOnlySpan<byte> Gray => _gray.Span;

    public void Cut(Frame frame, Landmarks landmarks)
    {
        ToPatch = Fit(landmarks);
        using FrameMat source = new(frame);
        _warp.Cut(source.Mat, ToPatch, _colour.Mat, Side);
        Cv2.CvtColor(Colour, _gray.Mat, ColorConversionCodes.BGR2GRAY);
    }

    public void Erase()
    {
        _warp.Erase();
        _colour.Span.Clear();
        _gray.Span.Clear();
    }

    public void Dispose()
    {
        _warp.Dispose();
        _colour.Dispose();
        _gray.Dispose();
    }

    /// <summary>Points that coincide span no transform: such a "face" is cut as one pixel, and fails every measure.</summary>
    private static Similarity Fit(Landmarks landmarks)
    {
        ReadOnlySpan<PixelPoint> points =
            [landmarks.LeftEye, landmarks.RightEye, landmarks.Nose, landmarks.LeftMouth, landmarks.RightMouth];
        PixelPoint first = points[0];
        foreach (PixelPoint point in points)
            if (point != first) return Similarity.Fit(points, Template);
        return new Similarity(Side, 0, Side * (0.5 - first.X), Side * (0.5 - first.Y));
    }

    private static PixelPoint[] Placed(ReadOnlySpan<PixelPoint> arcFace)
    {
        // 112 pixels of the template fill the patch; 10 lower than the embedder's crop, so that the chin is in it.
        const float scale = Side / 112f, down = 10;
        var placed = new PixelPoint[arcFace.Length];
        for (int i = 0; i < placed.Length; i++) placed[i] = new PixelPoint(arcFace[i].X * scale, (arcFace[i].Y - down) * scale);
        return placed;
    }
}
