namespace FaceMatch.Core.Evaluation;

/// <param name="Person">Index of the person.</param>
/// <param name="Image">Which of the person's images is enrolled, from 0.</param>
public readonly record struct EnrolledImage(int Person, int Image);

/// <summary>One random gallery of an open-set test: who is enrolled by which image, and who is a stranger to it.</summary>
public sealed record GalleryDraw(IReadOnlyList<EnrolledImage> Enrolled, IReadOnlyList<int> Strangers)
{
    /// <summary>The same gallery with only its first subjects: galleries of a sweep are nested, so that size alone differs.</summary>
    public GalleryDraw First(int subjects) => this with { Enrolled = [.. Enrolled.Take(subjects)] };

    /// <summary>
    /// Half of the people, chosen at random, enrolled by one image each, chosen at random. The same seed gives the same
    /// galleries.
    /// </summary>
    /// <param name="imagesOf">Images of each person, at least one each.</param>
    /// <param name="people">Whom to draw from.</param>
    /// <exception cref="ArgumentException">Fewer than two people.</exception>
    public static IReadOnlyList<GalleryDraw> Draw(
        IReadOnlyList<int> imagesOf, IReadOnlyList<int> people, int galleries, int seed)
    {
        if (people.Count < 2)
            throw new ArgumentException("At least two people are needed: one to enrol, one as a stranger.", nameof(people));
        Random random = new(seed);
        return
        [
            .. Enumerable.Range(0, galleries).Select(_ =>
            {
                int[] order = [.. people];
                random.Shuffle(order);
                int half = order.Length / 2;
                EnrolledImage[] enrolled = [.. order.Take(half).Select(
                    person => new EnrolledImage(person, random.Next(imagesOf[person])))];
                return new GalleryDraw(enrolled, order[half..]);
            }),
        ];
    }

    /// <summary>Splits people at random into two halves that share nobody: one to choose thresholds on, one to test them.</summary>
    public static (IReadOnlyList<int> Development, IReadOnlyList<int> Test) Split(int people, int seed)
    {
        int[] order = [.. Enumerable.Range(0, people)];
        new Random(seed).Shuffle(order);
        return (order[..(people / 2)], order[(people / 2)..]);
    }
}
