using System.Numerics.Tensors;

namespace FaceMatch.Server.Enrolment;

/// <param name="One">Index of a subject, less than <paramref name="Other"/>.</param>
/// <param name="OneImage">Index of the image of <paramref name="One"/> that is nearest to the other subject.</param>
/// <param name="Cosine">Of the nearest two images.</param>
public readonly record struct DoubleEntry(int One, int OneImage, int Other, int OtherImage, float Cosine);

/// <summary>
/// Compares subjects that are not searchable yet with each other, every image with every image. 50,000 images, the most of an
/// import, are 1.25e9 products of 512 numbers: one to two minutes of one core, which leaves the others to the cameras.
/// </summary>
public static class DoubleEntries
{
    /// <summary>So many subjects of a few images against as many: two blocks of some hundred vectors stay in the cache.</summary>
    private const int Block = 128;

    /// <param name="subjects">The embeddings of each, L2-normalised, of one length.</param>
    /// <param name="least">Cosine from which two subjects may be one person.</param>
    /// <param name="most">Pairs to give; memory is bounded by it, whatever is found.</param>
    /// <returns>How many pairs there are, and the nearest, best first.</returns>
    public static (int Found, IReadOnlyList<DoubleEntry> Nearest) Find(
        IReadOnlyList<float[][]> subjects, float least, int most, CancellationToken cancellationToken)
    {
        PriorityQueue<DoubleEntry, float> nearest = new();
        int found = 0;
        for (int rows = 0; rows < subjects.Count; rows += Block)
        {
            for (int columns = rows; columns < subjects.Count; columns += Block)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (int one = rows; one < Math.Min(rows + Block, subjects.Count); one++)
                {
                    for (int other = Math.Max(columns, one + 1); other < Math.Min(columns + Block, subjects.Count); other++)
                    {
                        (int oneImage, int otherImage, float cosine) = NearestImages(subjects[one], subjects[other]);
                        if (!(cosine >= least)) continue;
                        found = found == int.MaxValue ? found : found + 1;
                        nearest.Enqueue(new DoubleEntry(one, oneImage, other, otherImage, cosine), cosine);
                        if (nearest.Count > most) nearest.Dequeue();
                    }
                }
            }
        }

        return (found, [.. nearest.UnorderedItems.Select(item => item.Element).OrderByDescending(pair => pair.Cosine).ThenBy(pair => pair.One).ThenBy(pair => pair.Other)]);
    }

    private static (int One, int Other, float Cosine) NearestImages(float[][] one, float[][] other)
    {
        (int, int, float Cosine) best = (0, 0, float.NegativeInfinity);
        for (int i = 0; i < one.Length; i++)
        {
            for (int j = 0; j < other.Length; j++)
            {
                float cosine = TensorPrimitives.Dot(one[i], other[j]);
                if (cosine > best.Cosine) best = (i, j, cosine);
            }
        }

        return best;
    }
}
