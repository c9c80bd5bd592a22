using CsCheck;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Detectors;

namespace FaceMatch.Vision.Tests.Detectors;

public sealed class NonMaxSuppressionTests
{
    private static readonly Gen<Detection[]> Crowd = Gen.Select(
        Gen.Float[0, 60], Gen.Float[0, 60], Gen.Float[5, 40], Gen.Float[5, 40], Gen.Float[0, 1],
        (x, y, width, height, score) => new Detection(new Box(x, y, width, height), score)).Array[0, 40];

    [Fact]
    public void The_kept_are_those_of_a_naive_computation() =>
        Crowd.Sample(crowd =>
        {
            // Independent formulation: strike from the list, again and again, whatever the strongest left one covers.
            List<Detection> left = [.. crowd], expected = [];
            while (left.Count > 0)
            {
                Detection strongest = left.MaxBy(detection => detection.Score);
                expected.Add(strongest);
                left.RemoveAll(other => Overlap(strongest.Box, other.Box) > 0.4 || other == strongest);
            }

            Assert.Equal(expected, Keep([.. crowd.Distinct()], 0.4f));
        });

    [Fact]
    public void No_two_kept_overlap_and_every_dropped_one_is_covered_by_a_stronger() =>
        Crowd.Sample(crowd =>
        {
            List<Detection> kept = Keep([.. crowd], 0.4f);
            foreach (Detection one in kept)
                Assert.DoesNotContain(kept, other => other != one && Overlap(one.Box, other.Box) > 0.4001);
            foreach (Detection dropped in crowd.Except(kept))
                Assert.Contains(kept, other => other.Score >= dropped.Score && Overlap(other.Box, dropped.Box) > 0.3999);
        });

    [Fact]
    public void A_part_of_a_face_found_beside_the_whole_is_dropped_although_the_two_overlap_little()
    {
        Detection whole = new(new Box(240, 153, 306, 347), 0.9f);
        Detection part = new(new Box(265, 94, 249, 207), 0.8f);
        Detection neighbour = new(new Box(500, 153, 306, 347), 0.7f);

        Assert.Equal([whole, part, neighbour], Keep([whole, part, neighbour], 0.4f));
        Assert.Equal([whole, neighbour], Keep([whole, part, neighbour], 0.4f, 0.6f));
        Assert.Equal([part with { Score = 0.95f }, neighbour], Keep([whole, part with { Score = 0.95f }, neighbour], 0.4f, 0.6f));
    }

    private static List<Detection> Keep(Detection[] found, float maximumOverlap, float maximumCover = float.PositiveInfinity)
    {
        DetectionLists lists = new();
        lists.Found.AddRange(found);
        NonMaxSuppression.Keep(lists, maximumOverlap, maximumCover);
        return lists.Kept;
    }

    /// <summary>By inclusion and exclusion in double precision.</summary>
    private static double Overlap(Box a, Box b)
    {
        double width = Math.Max(0, Math.Min((double)a.X + a.Width, (double)b.X + b.Width) - Math.Max(a.X, b.X));
        double height = Math.Max(0, Math.Min((double)a.Y + a.Height, (double)b.Y + b.Height) - Math.Max(a.Y, b.Y));
        double both = width * height;
        return both / (((double)a.Width * a.Height) + ((double)b.Width * b.Height) - both);
    }
}
