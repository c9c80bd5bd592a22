using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Detectors;

/// <summary>What the decoders share: how an input is divided into cells, and which output is which.</summary>
internal static class FeatureMap
{
    /// <summary>Numbers a box has, and five points have.</summary>
    public const int BoxNumbers = 4, PointNumbers = 10;

    /// <summary>Cells along a side; convolutions pad, so that a rest makes one more.</summary>
    public static int Cells(int pixels, int stride) => (pixels + stride - 1) / stride;

    public static int Cells(int width, int height, int stride) => Cells(width, stride) * Cells(height, stride);

    /// <summary>The outputs whose rows are of this length, in the network's order.</summary>
    public static ModelValue[] OfColumns(IReadOnlyList<ModelValue> outputs, int columns) =>
        [.. outputs.Where(output => output.Columns == columns)];

    public static ModelPackException Unfit(string kind, IReadOnlyList<ModelValue> outputs) => new(
        $"The detector's outputs ({string.Join(", ", outputs)}) are not those of {kind}: check detector.kind, detector.strides and "
        + "detector.file in the manifest.");

    /// <summary>Five points of ten numbers x, y, each laid off from a centre.</summary>
    public static Landmarks Points(ReadOnlySpan<float> offsets, float x, float y, float scaleX, float scaleY) => new(
        At(offsets, 0, x, y, scaleX, scaleY),
        At(offsets, 1, x, y, scaleX, scaleY),
        At(offsets, 2, x, y, scaleX, scaleY),
        At(offsets, 3, x, y, scaleX, scaleY),
        At(offsets, 4, x, y, scaleX, scaleY));

    private static PixelPoint At(ReadOnlySpan<float> offsets, int point, float x, float y, float scaleX, float scaleY) =>
        new(x + (offsets[point * 2] * scaleX), y + (offsets[(point * 2) + 1] * scaleY));
}
