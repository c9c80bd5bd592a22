using FaceMatch.Core.Faces;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Tests.Detectors;

/// <summary>How detectors without priors lay out their rows: cell after cell of each level, some anchors in each.</summary>
internal static class CellReference
{
    /// <param name="Row">Within the level's outputs.</param>
    /// <param name="X">Of the cell's upper left corner, as Y.</param>
    public readonly record struct Cell(int Level, int Row, int X, int Y, int Stride);

    /// <summary>All rows of all levels, one after the other.</summary>
    public static Cell[] Rows(DetectorSettings settings, int width, int height, int anchors) =>
        [.. from level in Enumerable.Range(0, settings.Strides.Count)
            let stride = settings.Strides[level]
            let columns = width / stride
            from row in Enumerable.Range(0, height / stride)
            from column in Enumerable.Range(0, columns)
            from anchor in Enumerable.Range(0, anchors)
            select new Cell(level, (((row * columns) + column) * anchors) + anchor, column * stride, row * stride, stride)];

    /// <summary>Empty outputs: of each kind one a level.</summary>
    public static float[][] Outputs(DetectorSettings settings, Cell[] rows, int[] numbers) =>
        [.. from number in numbers
            from level in Enumerable.Range(0, settings.Strides.Count)
            select new float[number * rows.Count(row => row.Level == level)]];

    /// <summary>Writes pixels as strides into the cell's row.</summary>
    public static void Write(float[] output, Cell cell, double[] pixels)
    {
        for (int i = 0; i < pixels.Length; i++) output[(cell.Row * pixels.Length) + i] = (float)(pixels[i] / cell.Stride);
    }

    public static double[] Offsets(Landmarks points, Cell cell) =>
        [.. Five(points).SelectMany(point => (double[])[point.X - (double)cell.X, point.Y - (double)cell.Y])];

    public static PixelPoint[] Five(Landmarks points) =>
        [points.LeftEye, points.RightEye, points.Nose, points.LeftMouth, points.RightMouth];
}
