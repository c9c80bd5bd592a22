using FaceMatch.Core.Faces;

namespace FaceMatch.Cli.Evaluation.Speed;

/// <summary>A picture of 1920x1080 put together from smaller ones, so that a frame of a camera can be timed with any folder.</summary>
internal static class Mosaic
{
    public const int MostTiles = 5;

    private const int Width = 1920;
    private const int Height = 1080;

    /// <summary>Width and height at most of a tile: a portrait in it has a face of about 100 to 200 pixels.</summary>
    private const int Side = 360;

    /// <param name="tiles">At most <see cref="MostTiles"/>; each is reduced to fit by taking every so many pixels.</param>
    public static Frame Of(IReadOnlyList<Frame> tiles, DateTimeOffset at)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tiles.Count, MostTiles);
        Frame mosaic = new(new FrameSize(Width, Height), at);
        mosaic.Pixels.Span.Fill(byte.MaxValue / 2);
        for (int i = 0; i < tiles.Count; i++)
            Paste(tiles[i], mosaic, (Width / MostTiles * i) + ((Width / MostTiles) - Side) / 2, i % 2 == 0 ? 160 : 560);
        return mosaic;
    }

    private static void Paste(Frame tile, Frame mosaic, int left, int top)
    {
        double step = Math.Max(1, Math.Max(tile.Size.Width, tile.Size.Height) / (double)Side);
        int width = (int)(tile.Size.Width / step), height = (int)(tile.Size.Height / step);
        Span<byte> from = tile.Pixels.Span, to = mosaic.Pixels.Span;
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                from.Slice(((int)(y * step) * tile.Stride) + ((int)(x * step) * Frame.BytesPerPixel), Frame.BytesPerPixel)
                    .CopyTo(to[(((top + y) * mosaic.Stride) + ((left + x) * Frame.BytesPerPixel))..]);
    }
}
