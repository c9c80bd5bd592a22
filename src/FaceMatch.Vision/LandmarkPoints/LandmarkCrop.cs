using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;

namespace FaceMatch.Vision.LandmarkPoints;

/// <summary>Where the landmark network looks: a square, upright for the first pass, along the eyes for the second.</summary>
internal static class LandmarkCrop
{
    /// <summary>Side of the second crop over the longer extent of the first pass's points, tuned on LFW.</summary>
    private const double PointsScale = 1.2;

    /// <summary>A square around the box's centre, its side the box's longer one times <paramref name="scale"/>.</summary>
    public static Similarity Of(Box box, double scale, int side)
    {
        double size = Math.Max(box.Width, box.Height) * scale;
        return Square(box.Centre.X, box.Centre.Y, size, 0, side);
    }

    /// <summary>A square around the points' extent, measured and cut along the line of the eyes.</summary>
    public static Similarity Of(ReadOnlySpan<PixelPoint> points, Landmarks five, int side)
    {
        double angle = Math.Atan2(five.RightEye.Y - five.LeftEye.Y, five.RightEye.X - five.LeftEye.X);
        double cos = Math.Cos(angle), sin = Math.Sin(angle);
        double left = double.MaxValue, right = double.MinValue, top = double.MaxValue, bottom = double.MinValue;
        foreach (PixelPoint point in points)
        {
            double x = (cos * point.X) + (sin * point.Y), y = (cos * point.Y) - (sin * point.X);
            left = Math.Min(left, x);
            right = Math.Max(right, x);
            top = Math.Min(top, y);
            bottom = Math.Max(bottom, y);
        }

        double size = Math.Max(right - left, bottom - top) * PointsScale;
        double middleX = (left + right) / 2, middleY = (top + bottom) / 2;
        return Square((cos * middleX) - (sin * middleY), (sin * middleX) + (cos * middleY), size, angle, side);
    }

    private static Similarity Square(double x, double y, double size, double angle, int side)
    {
        double scale = side / size;
        double a = Math.Cos(angle) * scale, b = -Math.Sin(angle) * scale;
        double half = side / 2.0;
        return new Similarity(a, b, half - ((a * x) - (b * y)), half - ((b * x) + (a * y)));
    }
}
