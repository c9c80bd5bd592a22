using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Tests.Support;

/// <summary>Pictures made of arithmetic, the same on every run.</summary>
internal static class Pictures
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Smooth colours with some noise: something happens everywhere, and nothing repeats.</summary>
    public static Frame Smooth(int width, int height, int seed = 1)
    {
        var random = new Random(seed);
        var frame = new Frame(new FrameSize(width, height), Noon);
        Span<byte> pixels = frame.Pixels.Span;
        for (int y = 0, at = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int channel = 0; channel < 3; channel++)
                    pixels[at++] = (byte)(127 + (90 * Math.Sin((x / (19.0 + (7 * channel))) + (y / 23.0) + channel)) + random.Next(-9, 10));
        return frame;
    }

    public static Frame Constant(int width, int height, byte blue, byte green, byte red)
    {
        var frame = new Frame(new FrameSize(width, height), Noon);
        Span<byte> pixels = frame.Pixels.Span;
        for (int at = 0; at < pixels.Length; at += 3)
        {
            pixels[at] = blue;
            pixels[at + 1] = green;
            pixels[at + 2] = red;
        }

        return frame;
    }

    /// <summary>Blue, green and red of a pixel.</summary>
    public static (byte Blue, byte Green, byte Red) At(Frame frame, int x, int y)
    {
        ReadOnlySpan<byte> pixel = frame.Pixels.Span.Slice((y * frame.Stride) + (x * 3), 3);
        return (pixel[0], pixel[1], pixel[2]);
    }
}
