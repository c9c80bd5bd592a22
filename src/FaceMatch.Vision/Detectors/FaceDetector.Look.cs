using FaceMatch.Core.Faces;
using OpenCvSharp;

namespace FaceMatch.Vision.Detectors;

/// <content>One look: a picture scaled to an input size, run through the network and decoded.</content>
public sealed partial class FaceDetector
{
    /// <summary>Input sides are padded to a multiple of this, the coarsest stride of any kind, so that every cell is whole.</summary>
    private const int Grid = 64;

    private void Look(Mat source, int longestSide, float minimumScore, List<Detection> found)
    {
        double scale = (double)longestSide / Math.Max(source.Width, source.Height);
        int width = Math.Max(1, (int)Math.Round(source.Width * scale));
        int height = Math.Max(1, (int)Math.Round(source.Height * scale));
        DetectionBuffers buffers = _buffers.Rent(RoundUp(width), RoundUp(height));
        try
        {
            using (Mat part = buffers.Canvas.Mat.SubMat(0, height, 0, width))
                Cv2.Resize(
                    source, part, part.Size(),
                    interpolation: scale < 1 ? InterpolationFlags.Area : InterpolationFlags.Linear);
            Extend(buffers.Canvas.Span, width, height, buffers.Width);
            _planes.WriteColour(buffers.Canvas.Span, buffers.Planes);
            _model.Run(buffers.Inputs, _outputs, buffers.Values);

            int first = found.Count;
            _decoder.Decode(buffers.Outputs, buffers.Width, buffers.Height, minimumScore, found);
            float backX = (float)source.Width / width, backY = (float)source.Height / height;
            for (int i = first; i < found.Count; i++) found[i] = Scale(found[i], backX, backY);
        }
        finally
        {
            _buffers.Return(buffers);
        }
    }

    private static Detection Scale(Detection face, float x, float y)
    {
        PixelPoint At(PixelPoint point) => new(point.X * x, point.Y * y);
        Box box = face.Box;
        return face with
        {
            Box = new Box(box.X * x, box.Y * y, box.Width * x, box.Height * y),
            Landmarks = face.Landmarks is { } points
                ? new Landmarks(
                    At(points.LeftEye), At(points.RightEye), At(points.Nose), At(points.LeftMouth), At(points.RightMouth))
                : null,
        };
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
