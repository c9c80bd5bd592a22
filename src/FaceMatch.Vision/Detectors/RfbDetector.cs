using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using OpenCvSharp;

namespace FaceMatch.Vision.Detectors;

/// <summary>Finds faces in frames of any size.</summary>
internal sealed class RfbDetector(OnnxModel model, DetectorSettings settings)
{
    /// <summary>Input sides are padded to a multiple of this, so that few different shapes reach the network.</summary>
    private const int Grid = 32;

    private readonly PixelPlanes _planes = new(settings.Normalisation);
    private readonly RfbDecoder _decoder = new(settings);

    /// <summary>All faces in frame pixels, best first, clamped to the frame.</summary>
    public IReadOnlyList<Detection> Detect(Frame frame)
    {
        List<Detection> found = [];
        using (FrameMat source = new(frame))
            foreach (int side in DetectionScale.Sides(frame.Size)) Look(source.Mat, side, found);

        List<Detection> kept = NonMaxSuppression.Keep(found, settings.MaximumOverlap);
        return [.. kept
            .Select(detection => detection with { Box = detection.Box.ClampTo(frame.Size) })
            .Where(detection => detection.Box.Area > 0)];
    }

    private void Look(Mat source, int longestSide, List<Detection> found)
    {
        double scale = (double)longestSide / Math.Max(source.Width, source.Height);
        int width = Math.Max(1, (int)Math.Round(source.Width * scale));
        int height = Math.Max(1, (int)Math.Round(source.Height * scale));
        int paddedWidth = RoundUp(width), paddedHeight = RoundUp(height);

        using var input = new TensorBuffer(1, 3, paddedHeight, paddedWidth);
        using (var canvas = new PixelBuffer(paddedWidth, paddedHeight, Frame.BytesPerPixel))
        {
            canvas.Mat.SetTo(Scalar.All(settings.Normalisation.Mean));
            using Mat part = canvas.Mat.SubMat(0, height, 0, width);
            Cv2.Resize(
                source, part, part.Size(),
                interpolation: scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
            _planes.WriteColour(canvas.Span, input.Span);
        }

        int priors = _decoder.Priors(paddedWidth, paddedHeight);
        using TensorBuffer scores = new(1, priors, 2), regression = new(1, priors, 4);
        model.Run(input, scores, regression);

        int first = found.Count;
        _decoder.Decode(scores.Span, regression.Span, paddedWidth, paddedHeight, settings.MinimumScore, found);
        float backX = (float)source.Width / width, backY = (float)source.Height / height;
        for (int i = first; i < found.Count; i++)
        {
            Box box = found[i].Box;
            found[i] = found[i] with { Box = new Box(box.X * backX, box.Y * backY, box.Width * backX, box.Height * backY) };
        }
    }

    private static int RoundUp(int pixels) => (pixels + Grid - 1) / Grid * Grid;
}
