using FaceMatch.Core.Faces;
using SkiaSharp;

namespace FaceMatch.Vision.Frames;

/// <summary>The eight EXIF orientations (EXIF 2.3, tag 0x0112), turned upright while alpha is flattened onto white.</summary>
internal static class Orientation
{
    private const int DecodedBytes = 4;

    public static FrameSize Upright(FrameSize stored, SKEncodedOrigin origin) =>
        origin >= SKEncodedOrigin.LeftTop ? new FrameSize(stored.Height, stored.Width) : stored;

    /// <param name="bgra">Premultiplied, as stored in the file.</param>
    /// <param name="frame">Of the upright size.</param>
    public static void Write(ReadOnlySpan<byte> bgra, FrameSize stored, SKEncodedOrigin origin, Frame frame)
    {
        Span<byte> pixels = frame.Pixels.Span;
        (int start, int right, int down) = Walk(frame, origin);
        for (int row = 0, from = 0; row < stored.Height; row++)
        {
            int to = start + (row * down);
            for (int column = 0; column < stored.Width; column++, from += DecodedBytes, to += right)
            {
                byte white = (byte)(byte.MaxValue - bgra[from + 3]);
                pixels[to] = (byte)(bgra[from] + white);
                pixels[to + 1] = (byte)(bgra[from + 1] + white);
                pixels[to + 2] = (byte)(bgra[from + 2] + white);
            }
        }
    }

    /// <summary>Where the stored picture's first pixel lands, and the byte steps for one stored column and one stored row.</summary>
    private static (int Start, int Right, int Down) Walk(Frame frame, SKEncodedOrigin origin)
    {
        const int Pixel = Frame.BytesPerPixel;
        int row = frame.Stride, lastColumn = row - Pixel, lastRow = (frame.Size.Height - 1) * row;
        return origin switch
        {
            SKEncodedOrigin.TopRight => (lastColumn, -Pixel, row),
            SKEncodedOrigin.BottomRight => (lastRow + lastColumn, -Pixel, -row),
            SKEncodedOrigin.BottomLeft => (lastRow, Pixel, -row),
            SKEncodedOrigin.LeftTop => (0, row, Pixel),
            SKEncodedOrigin.RightTop => (lastColumn, row, -Pixel),
            SKEncodedOrigin.RightBottom => (lastRow + lastColumn, -row, -Pixel),
            SKEncodedOrigin.LeftBottom => (lastRow, -row, Pixel),
            _ => (0, Pixel, row),
        };
    }
}
