using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Alignment;

/// <summary>
/// Rotation, uniform scale and shift of the plane: (x, y) goes to (A x - B y + X, B x + A y + Y). Pixels, first pixel's
/// centre at (0.5, 0.5).
/// </summary>
internal readonly record struct Similarity(double A, double B, double X, double Y)
{
    /// <summary>Length of a unit step after the transform.</summary>
    public double Scale => Math.Sqrt((A * A) + (B * B));

    public PixelPoint Apply(PixelPoint point) => new(
        (float)((A * point.X) - (B * point.Y) + X), (float)((B * point.X) + (A * point.Y) + Y));

    /// <summary>This, followed by a scaling about the origin.</summary>
    public Similarity Scaled(double factor) => new(A * factor, B * factor, X * factor, Y * factor);

    public Similarity Inverse()
    {
        double square = (A * A) + (B * B);
        double a = A / square, b = -B / square;
        return new Similarity(a, b, -((a * X) - (b * Y)), -((b * X) + (a * Y)));
    }

    /// <summary>
    /// The least-squares similarity from one set of points onto another (Umeyama 1991, in the plane, without reflection):
    /// with centred points as complex numbers p and q it is sum(conj(p) q) / sum(|p|^2).
    /// </summary>
    /// <exception cref="ArgumentException">The sets differ in length, or all points of the first coincide.</exception>
    public static Similarity Fit(ReadOnlySpan<PixelPoint> from, ReadOnlySpan<PixelPoint> onto)
    {
        if (from.Length != onto.Length || from.Length < 2)
            throw new ArgumentException("Two sets of as many points, at least two, are needed.", nameof(onto));
        (double fromX, double fromY) = Mean(from);
        (double ontoX, double ontoY) = Mean(onto);
        double real = 0, imaginary = 0, spread = 0;
        for (int i = 0; i < from.Length; i++)
        {
            double px = from[i].X - fromX, py = from[i].Y - fromY;
            double qx = onto[i].X - ontoX, qy = onto[i].Y - ontoY;
            real += (px * qx) + (py * qy);
            imaginary += (px * qy) - (py * qx);
            spread += (px * px) + (py * py);
        }

        if (!(spread > 0)) throw new ArgumentException("The points coincide: no transform follows from them.", nameof(from));
        double a = real / spread, b = imaginary / spread;
        return new Similarity(a, b, ontoX - ((a * fromX) - (b * fromY)), ontoY - ((b * fromX) + (a * fromY)));
    }

    private static (double X, double Y) Mean(ReadOnlySpan<PixelPoint> points)
    {
        double x = 0, y = 0;
        foreach (PixelPoint point in points)
        {
            x += point.X;
            y += point.Y;
        }

        return (x / points.Length, y / points.Length);
    }
}
