using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Inference;

/// <summary>Turns packed BGR bytes into the planes that networks take, by a table of the 256 values a byte can have.</summary>
internal sealed class PixelPlanes
{
    private readonly ChannelOrder _channels;
    private readonly float[] _table = new float[256];

    public PixelPlanes(Normalisation normalisation)
    {
        _channels = normalisation.Channels;
        for (int value = 0; value < _table.Length; value++)
            _table[value] = (value - normalisation.Mean) / normalisation.Divisor;
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
        ReadOnlySpan<float> table = _table;
        for (int i = 0, at = 0; i < pixels; i++, at += 3)
        {
            blue[i] = table[bgr[at]];
            green[i] = table[bgr[at + 1]];
            red[i] = table[bgr[at + 2]];
        }
    }

    /// <param name="gray">1 byte a pixel.</param>
    public void WriteGray(ReadOnlySpan<byte> gray, Span<float> plane)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(gray.Length, plane.Length);
        for (int i = 0; i < plane.Length; i++) plane[i] = _table[gray[i]];
    }

    /// <summary>Mirrors every row of square planes in place.</summary>
    public static void Mirror(Span<float> planes, int side)
    {
        for (int at = 0; at < planes.Length; at += side) planes.Slice(at, side).Reverse();
    }
}
