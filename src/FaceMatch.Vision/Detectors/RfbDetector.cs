using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;
using OpenCvSharp;

namespace FaceMatch.Vision.Detectors;

/// <summary>Finds faces in frames of any size.</summary>
internal sealed class RfbDetector(OnnxModel model, DetectorSettings settings)
{
    /// <summary>Input sides are padded to a multiple of the coarsest stride, so that its cells lie where they are computed.</summary>
    private const int Grid = 64;

    /// <summary>
    /// The network sometimes answers with the whole head and, at another scale, with a part of the face. Two people's
    /// boxes do not lie in one another by this much, not even when one stands before the other.
    /// </summary>
    private const float MaximumCover = 0.6f;

    private readonly PixelPlanes _planes = new(settings.Normalisation);
    private readonly RfbDecoder _decoder = new(settings);

    /// <summary>All faces in frame pixels, best first, clamped to the frame.</summary>
    public IReadOnlyList<Detection> Detect(Frame frame)
    {
        List<Detection> found = [];
        using (FrameMat source = new(frame))
            foreach (int side in DetectionScale.Sides(frame.Size)) Look(source.Mat, side, found);

        List<Detection> kept = NonMaxSuppression.Keep(found, settings.MaximumOverlap, MaximumCover);
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
            using Mat part = canvas.Mat.SubMat(0, height, 0, width);
            Cv2.Resize(
                source, part, part.Size(),
                interpolation: scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
            Extend(canvas.Span, width, height, paddedWidth);
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

    /// <summary>Goes on with the last column and row: an edge where the picture ends looks like the edge of a face.</summary>
    private static void Extend(Span<byte> canvas, int width, int height, int paddedWidth)
    {
        const int Pixel = Frame.BytesPerPixel;
        int stride = paddedWidth * Pixel;
        for (int row = 0; row < height; row++)
            for (int at = (row * stride) + (width * Pixel); at < (row + 1) * stride; at++) canvas[at] = canvas[at - Pixel];
        ReadOnlySpan<byte> last = canvas.Slice((height - 1) * stride, stride);
        for (int at = height * stride; at < canvas.Length; at += stride) last.CopyTo(canvas[at..]);
    }

    private static int RoundUp(int pixels) => (pixels + Grid - 1) / Grid * Grid;
}
