using FaceMatch.Server.Enrolment;

namespace FaceMatch.Server.Tests.Enrolment;

public sealed class DoubleEntriesTests
{
    private const int Length = 16;
    private const float Least = 0.6f;

    /// <summary>More than two blocks of subjects, the last not full; one to three images each; seed 7.</summary>
    [Fact]
    public void Every_pair_of_subjects_with_near_images_is_counted_once_and_the_nearest_are_given_best_first()
    {
        Random random = new(7);
        float[][][] subjects = [.. Enumerable.Range(0, 300).Select(i => Enumerable.Range(0, 1 + (i % 3)).Select(_ => Unit(random)).ToArray())];
        List<DoubleEntry> expected = [];
        for (int one = 0; one < subjects.Length; one++)
        {
            for (int other = one + 1; other < subjects.Length; other++)
            {
                DoubleEntry best = (from i in Enumerable.Range(0, subjects[one].Length)
                                    from j in Enumerable.Range(0, subjects[other].Length)
                                    select new DoubleEntry(one, i, other, j, Dot(subjects[one][i], subjects[other][j]))).MaxBy(pair => pair.Cosine);
                if (best.Cosine >= Least) expected.Add(best);
            }
        }

        (int found, IReadOnlyList<DoubleEntry> nearest) = DoubleEntries.Find(subjects, Least, most: 50, TestContext.Current.CancellationToken);

        Assert.True(expected.Count > 50, "The seed must give more pairs than are asked for.");
        Assert.Equal(expected.Count, found);
        Assert.Equal(
            expected.OrderByDescending(pair => pair.Cosine).Take(50).Select(pair => (pair.One, pair.OneImage, pair.Other, pair.OtherImage)),
            nearest.Select(pair => (pair.One, pair.OneImage, pair.Other, pair.OtherImage)));
    }

    [Fact]
    public void A_subject_without_a_template_is_near_to_nobody()
    {
        float[] face = Unit(new Random(1));
        (int found, IReadOnlyList<DoubleEntry> nearest) = DoubleEntries.Find([[face], [], [face]], Least, most: 5, TestContext.Current.CancellationToken);
        Assert.Equal(1, found);
        Assert.Equal((0, 2), nearest.Select(pair => (pair.One, pair.Other)).Single());
    }

    private static float[] Unit(Random random)
    {
        float[] vector = [.. Enumerable.Range(0, Length).Select(_ => (float)(random.NextDouble() - 0.5))];
        float length = MathF.Sqrt(Dot(vector, vector));
        return [.. vector.Select(value => value / length)];
    }

    private static float Dot(float[] a, float[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
