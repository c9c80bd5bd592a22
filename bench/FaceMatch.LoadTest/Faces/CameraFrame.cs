using FaceMatch.Core.Faces;

namespace FaceMatch.LoadTest.Faces;

/// <summary>A frame of 1920x1080: gray noise, and in it five portraits side by side, their faces about 100 pixels wide.</summary>
internal static class CameraFrame
{
    public const int MostFaces = 5;

    private const int Width = 1920, Height = 1080, Noise = 40;

    public static Frame Of(SampleImages samples, int first)
    {
        Frame frame = new(new FrameSize(Width, Height), DateTimeOffset.UnixEpoch);
        Span<byte> pixels = frame.Pixels.Span;
        var random = new Random(first);
        random.NextBytes(pixels);
        for (int at = 0; at < pixels.Length; at += Frame.BytesPerPixel)
            pixels.Slice(at, Frame.BytesPerPixel).Fill((byte)(127 + ((pixels[at] - 127) * Noise / 127)));
        for (int i = 0; i < MostFaces; i++)
        {
            using Frame portrait = samples.Decode(first + i);
            int column = Width / MostFaces;
            int x = (i * column) + random.Next(Math.Max(1, column - portrait.Size.Width)), y = random.Next(Height - portrait.Size.Height);
            Paste(portrait, frame, x, y);
        }

        return frame;
    }

    private static void Paste(Frame portrait, Frame frame, int x, int y)
    {
        int width = Math.Min(portrait.Size.Width, Width - x);
        for (int row = 0; row < portrait.Size.Height; row++)
            portrait.Pixels.Span.Slice(row * portrait.Stride, width * Frame.BytesPerPixel)
                .CopyTo(frame.Pixels.Span[(((y + row) * frame.Stride) + (x * Frame.BytesPerPixel))..]);
    }
}
