using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Detectors;

/// <summary>
/// Chooses the sizes at which a frame is searched. A network finds faces of a certain range of widths; the finest look brings
/// the smallest wanted face to the lower end of that range, coarser looks follow until a face that fills the frame is
/// below its upper end. What is too large for one run is cut into tiles.
/// </summary>
/// <param name="narrowest">Narrowest face that the network finds reliably, in pixels of its input.</param>
/// <param name="widest">Widest one.</param>
/// <param name="grid">Input sides are padded to a multiple of this.</param>
internal sealed class DetectionPlan(int narrowest, int widest, int grid)
{
    /// <summary>A blurred, enlarged picture shows no more than the picture: twice its size is the most that is looked at.</summary>
    private const double LargestScale = 2;

    /// <summary>
    /// Longest side of the finest look at the least. At 128 all faces of lfw-dev are found, and on 300 pairs
    /// embeddings at 128 and 192 are as good as at 320 (bench/README.md, Detection): the larger for a margin.
    /// </summary>
    public const int LeastSide = 192;

    /// <summary>Longest side of one run. A tile of this size takes some 50 ms and 30 MB.</summary>
    public const int LargestSide = 1280;

    /// <summary>
    /// Scale of a look over that of the next finer one: costs a sixth more, and lets the better of two looks decide on
    /// faces in between.
    /// </summary>
    private const double Step = 0.4;

    /// <summary>A coarser look that is hardly coarser finds nothing more: the widest reliable face may be exceeded by so much.</summary>
    private const double WorthAnother = 0.5;

    /// <summary>Tiles overlap by so many times the width of the largest face: faces are higher than wide.</summary>
    private const double OverlapPerFace = 1.6;

    /// <summary>
    /// A face is left to the coarser look from this share of the widest here, and so many times the narrowest there: up to
    /// then the finer look has the better box.
    /// </summary>
    private const double WideHere = 0.6, WideThere = 2;

    /// <summary>Adds the looks for a frame, finest first.</summary>
    /// <param name="smallestFace">Narrowest wanted face in pixels of the frame.</param>
    public void Add(FrameSize frame, double smallestFace, List<Look> looks)
    {
        int longest = Math.Max(frame.Width, frame.Height);
        double fullFace = (double)widest / Math.Min(frame.Width, frame.Height);
        double wanted = Math.Min(narrowest / smallestFace, LargestScale);
        int least = (int)Math.Min(LeastSide, longest * LargestScale);
        int side = Math.Max(least, OnGrid(longest * wanted));
        while (true)
        {
            double scale = (double)side / longest;
            int coarser = Math.Max(grid, OnGrid(longest * Math.Max(scale * Step, fullFace)));
            if (coarser > side * WorthAnother)
            {
                AddLook(frame, scale, largestFace: float.PositiveInfinity, looks);
                return;
            }

            double left = Math.Max(WideThere * narrowest * longest / coarser, WideHere * widest / scale);
            AddLook(frame, scale, (float)left, looks);
            side = coarser;
        }
    }

    /// <summary>The whole frame at a longest side that the caller chose.</summary>
    public static Look Whole(FrameSize frame, int longestSide)
    {
        double scale = (double)longestSide / Math.Max(frame.Width, frame.Height);
        return new Look(
            0, 0, frame.Width, frame.Height, Scaled(frame.Width, scale), Scaled(frame.Height, scale), float.PositiveInfinity);
    }

    /// <summary>One look, or the tiles of it; every face that they are to find is whole in one of them.</summary>
    private static void AddLook(FrameSize frame, double scale, float largestFace, List<Look> looks)
    {
        int tile = (int)(LargestSide / scale);
        int overlap = Math.Min(tile / 2, (int)Math.Ceiling(Math.Min(largestFace * OverlapPerFace, tile)));
        int columns = Tiles(frame.Width, tile, overlap), rows = Tiles(frame.Height, tile, overlap);
        int width = Part(frame.Width, columns, overlap), height = Part(frame.Height, rows, overlap);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                looks.Add(new Look(
                    Start(frame.Width, width, column, columns), Start(frame.Height, height, row, rows), width, height,
                    Scaled(width, scale), Scaled(height, scale), largestFace));
    }

    private static int Tiles(int pixels, int tile, int overlap) =>
        pixels <= tile ? 1 : (int)Math.Ceiling((double)(pixels - overlap) / (tile - overlap));

    /// <summary>Length of each of so many tiles that overlap and cover the whole.</summary>
    private static int Part(int pixels, int tiles, int overlap) =>
        tiles == 1 ? pixels : (int)Math.Ceiling((pixels + ((tiles - 1.0) * overlap)) / tiles);

    private static int Start(int pixels, int part, int index, int tiles) =>
        tiles == 1 ? 0 : (int)((long)(pixels - part) * index / (tiles - 1));

    private int OnGrid(double side) => (int)Math.Round(side / grid, MidpointRounding.AwayFromZero) * grid;

    private static int Scaled(int pixels, double scale) => Math.Max(1, (int)Math.Round(pixels * scale));
}
