namespace FaceMatch.Vision.Quality;

/// <summary>What the pixels of a face say, on its patch, hair and background left out.</summary>
/// <param name="Detail">
/// Mean length of the gradient (central differences) over the standard deviation of the gray values: edges a pixel, blind
/// to brightness and contrast.
/// </param>
/// <param name="Brightness">Mean gray, 0 to 255.</param>
/// <param name="Contrast">Standard deviation of the gray values, 0 to 127.</param>
/// <param name="BurntOut">Share of pixels at or near white, 0 to 1.</param>
internal readonly record struct PatchMeasures(double Detail, double Brightness, double Contrast, double BurntOut)
{
    /// <summary>Gray values from here on carry no texture any more.</summary>
    private const byte White = 250;

    public static PatchMeasures Of(FacePatch patch)
    {
        const int margin = (int)(FacePatch.Side * FacePatch.Inset), side = FacePatch.Side;
        ReadOnlySpan<byte> pixels = patch.Gray;
        long sum = 0, squares = 0, count = 0, burnt = 0;
        double gradient = 0;
        for (int y = margin; y < side - margin; y++)
            for (int at = (y * side) + margin, end = (y * side) + side - margin; at < end; at++)
            {
                int value = pixels[at];
                sum += value;
                squares += value * value;
                count++;
                if (value >= White) burnt++;
                int across = pixels[at + 1] - pixels[at - 1], down = pixels[at + side] - pixels[at - side];
                gradient += Math.Sqrt((across * across) + (down * down));
            }

        double mean = (double)sum / count;
        double deviation = Math.Sqrt(Math.Max(0, ((double)squares / count) - (mean * mean)));
        return new PatchMeasures(gradient / count / Math.Max(deviation, 1), mean, deviation, (double)burnt / count);
    }
}
