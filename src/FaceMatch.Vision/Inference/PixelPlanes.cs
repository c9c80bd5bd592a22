using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Inference;

/// <summary>Turns packed BGR bytes into the planes that networks take, by tables of the 256 values a byte can have.</summary>
internal sealed class PixelPlanes
{
    private readonly ChannelOrder _channels;
    private readonly float[][] _tables;

    public PixelPlanes(Normalisation normalisation)
    {
        _channels = normalisation.Channels;
        (PerChannel mean, PerChannel divisor) = (normalisation.Mean, normalisation.Divisor);
        _tables =
        [
            Table(mean.First, divisor.First), Table(mean.Second, divisor.Second), Table(mean.Third, divisor.Third),
        ];
    }

    /// <param name="bgr">3 bytes a pixel.</param>
    /// <param name="planes">Three planes, in the network's channel order.</param>
    public void WriteColour(ReadOnlySpan<byte> bgr, Span<float> planes)
    {
        int pixels = planes.Length / 3;
        ArgumentOutOfRangeException.ThrowIfNotEqual(bgr.Length, pixels * 3);
        Span<float> blue = planes.Slice(_channels == ChannelOrder.Bgr ? 0 : 2 * pixels, pixels);
        Span<float> green = planes.Slice(pixels, pixels);
        Span<float> red = planes.Slice(_channels == ChannelOrder.Bgr ? 2 * pixels : 0, pixels);
        ReadOnlySpan<float> ofBlue = _tables[_channels == ChannelOrder.Bgr ? 0 : 2];
        ReadOnlySpan<float> ofGreen = _tables[1];
        ReadOnlySpan<float> ofRed = _tables[_channels == ChannelOrder.Bgr ? 2 : 0];
        for (int i = 0, at = 0; i < pixels; i++, at += 3)
        {
            blue[i] = ofBlue[bgr[at]];
            green[i] = ofGreen[bgr[at + 1]];
            red[i] = ofRed[bgr[at + 2]];
        }
    }

    /// <param name="gray">1 byte a pixel.</param>
    public void WriteGray(ReadOnlySpan<byte> gray, Span<float> plane)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gray.Length, plane.Length);
        ReadOnlySpan<float> table = _tables[0];
        for (int i = 0; i < plane.Length; i++) plane[i] = table[gray[i]];
    }

    private static float[] Table(float mean, float divisor) =>
        [.. Enumerable.Range(0, 256).Select(value => (value - mean) / divisor)];

    /// <summary>Mirrors every row of square planes in place.</summary>
    public static void Mirror(Span<float> planes, int side)
    {
        for (int at = 0; at < planes.Length; at += side) planes.Slice(at, side).Reverse();
    }
}
