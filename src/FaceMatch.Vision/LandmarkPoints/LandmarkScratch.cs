using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using OpenCvSharp;

namespace FaceMatch.Vision.LandmarkPoints;

/// <summary>What the landmark network looks at, and what it answers.</summary>
internal sealed class LandmarkScratch(OnnxModel model, LandmarkSettings settings) : IScratch
{
    /// <summary>Two coordinates a point.</summary>
    private const int Coordinates = 2;

    private readonly CropWarp _warp = new();
    private readonly PixelBuffer _colour = new(settings.Input[3], settings.Input[3], Frame.BytesPerPixel);
    private readonly PixelBuffer _gray = new(settings.Input[3], settings.Input[3], 1);

    public BoundNetwork Network { get; } = new(
        model, new TensorBuffer(1, 1, settings.Input[3], settings.Input[3]), new TensorBuffer(1, settings.Points * Coordinates));

    /// <summary>The crop, one byte a pixel.</summary>
    public ReadOnlySpan<byte> Gray => _gray.Span;

    /// <summary>Takes the crop out of a picture.</summary>
    /// <param name="source">BGR.</param>
    public void Cut(InputArray source, Similarity toCrop)
    {
        _warp.Cut(source, toCrop, _colour.Mat, _colour.Mat.Width);
        Cv2.CvtColor(_colour.Input, _gray.Mat, ColorConversionCodes.BGR2GRAY);
    }

    /// <summary>Takes a whole square picture, shrunk by averaging, for the crop.</summary>
    /// <param name="square">BGR.</param>
    public void Shrink(InputArray square)
    {
        Cv2.Resize(square, _colour.Mat, _colour.Mat.Size(), interpolation: InterpolationFlags.Area);
        Cv2.CvtColor(_colour.Input, _gray.Mat, ColorConversionCodes.BGR2GRAY);
    }

    public void Erase()
    {
        _warp.Erase();
        _colour.Span.Clear();
        _gray.Span.Clear();
        Network.Erase();
    }

    public void Dispose()
    {
        _warp.Dispose();
        _colour.Dispose();
        _gray.Dispose();
        Network.Dispose();
    }
}
