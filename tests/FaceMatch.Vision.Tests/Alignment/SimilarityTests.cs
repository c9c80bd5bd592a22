using CsCheck;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;

namespace FaceMatch.Vision.Tests.Alignment;

public sealed class SimilarityTests
{
    private static readonly Gen<PixelPoint> Point = Gen.Select(Gen.Float[0, 200], Gen.Float[0, 200], (x, y) => new PixelPoint(x, y));

    private static readonly Gen<(PixelPoint[] From, PixelPoint[] Onto)> Faces =
        Gen.Select(Point.Array[5], Point.Array[5]).Where(pair => Spread(pair.Item1) > 10);

    [Fact]
    public void The_fit_solves_the_normal_equations() =>
        Faces.Sample(pair =>
        {
            double[] expected = NormalEquations(pair.From, pair.Onto);
            Similarity fit = Similarity.Fit(pair.From, pair.Onto);
            Assert.Equal(expected[0], fit.A, 1e-6);
            Assert.Equal(expected[1], fit.B, 1e-6);
            Assert.Equal(expected[2], fit.X, 1e-4);
            Assert.Equal(expected[3], fit.Y, 1e-4);
        });

    [Fact]
    public void The_inverse_leads_back() =>
        Faces.Where(pair => Similarity.Fit(pair.From, pair.Onto).Scale > 0.05).Sample(pair =>
        {
            Similarity fit = Similarity.Fit(pair.From, pair.Onto);
            foreach (PixelPoint point in pair.From)
            {
                PixelPoint back = fit.Inverse().Apply(fit.Apply(point));
                Assert.Equal(point.X, back.X, 1e-2f);
                Assert.Equal(point.Y, back.Y, 1e-2f);
            }
        });

    [Fact]
    public void Points_that_coincide_give_no_transform()
    {
        PixelPoint[] same = [new(3, 3), new(3, 3), new(3, 3)];
        Assert.Throws<ArgumentException>(() => Similarity.Fit(same, same));
    }

    private static double Spread(PixelPoint[] points) => points.Max(point => point.X) - points.Min(point => point.X);

    /// <summary>Rows (x, -y, 1, 0) and (y, x, 0, 1) onto the coordinates, by Gauss elimination of the 4 x 4 system.</summary>
    private static double[] NormalEquations(PixelPoint[] from, PixelPoint[] onto)
    {
        var system = new double[4, 5];
        for (int i = 0; i < from.Length; i++)
            foreach ((double[] row, double value) in ((double[], double)[])
                [([from[i].X, -from[i].Y, 1, 0], onto[i].X), ([from[i].Y, from[i].X, 0, 1], onto[i].Y)])
                for (int a = 0; a < 4; a++)
                {
                    for (int b = 0; b < 4; b++) system[a, b] += row[a] * row[b];
                    system[a, 4] += row[a] * value;
                }

        for (int pivot = 0; pivot < 4; pivot++)
            for (int row = 0; row < 4; row++)
            {
                if (row == pivot) continue;
                double factor = system[row, pivot] / system[pivot, pivot];
                for (int column = pivot; column < 5; column++) system[row, column] -= factor * system[pivot, column];
            }

        return [.. Enumerable.Range(0, 4).Select(i => system[i, 4] / system[i, i])];
    }
}
