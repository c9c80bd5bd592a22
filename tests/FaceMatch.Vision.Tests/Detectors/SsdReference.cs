using FaceMatch.Core.Faces;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Tests.Detectors;

/// <summary>How SSD's training turns boxes into regression, with all priors written out, in double precision.</summary>
internal static class SsdReference
{
    /// <param name="sizeOf">Width and height of a prior of a minimum size.</param>
    public static (double X, double Y, double Width, double Height)[] Priors(
        DetectorSettings settings, int width, int height, Func<int, (int Width, int Height)> sizeOf) =>
        [.. from level in Enumerable.Range(0, settings.Strides.Count)
            let stride = settings.Strides[level]
            from row in Enumerable.Range(0, height / stride)
            from column in Enumerable.Range(0, width / stride)
            from size in settings.MinSizes![level]
            select ((column + 0.5) * stride, (row + 0.5) * stride, (double)sizeOf(size).Width, (double)sizeOf(size).Height)];

    public static float[] Box(Box box, (double X, double Y, double Width, double Height) prior) =>
    [
        (float)((box.X + (box.Width / 2.0) - prior.X) / (0.1 * prior.Width)),
        (float)((box.Y + (box.Height / 2.0) - prior.Y) / (0.1 * prior.Height)),
        (float)(Math.Log(box.Width / prior.Width) / 0.2),
        (float)(Math.Log(box.Height / prior.Height) / 0.2),
    ];

    public static float[] Points(Landmarks points, (double X, double Y, double Width, double Height) prior) =>
        [.. CellReference.Five(points).SelectMany(point => (float[])
        [
            (float)((point.X - prior.X) / (0.1 * prior.Width)), (float)((point.Y - prior.Y) / (0.1 * prior.Height)),
        ])];
}
