namespace FaceMatch.Cli.Evaluation.Quality;

/// <summary>A comparison of two images, by their indices.</summary>
internal readonly record struct ComparedImages(int First, int Second, float Score);

/// <summary>Which of the many comparisons within a set are made; the same seed draws the same ones.</summary>
/// <param name="personOf">Person of each image, from 0.</param>
/// <param name="embeddings">Images without one are not compared.</param>
internal sealed class ComparisonDraw(IReadOnlyList<int> personOf, IReadOnlyList<float[]?> embeddings, int seed)
{
    /// <summary>A person with hundreds of images has tens of thousands of pairs and would outvote everybody else.</summary>
    public const int MostMatedPerPerson = 50;

    /// <summary>Non-mated comparisons: a threshold at FMR 1e-3 then rests on 2,000 errors.</summary>
    private const int NonMated = 2_000_000;

    public IReadOnlyList<ComparedImages> Mated()
    {
        Random random = new(seed);
        List<ComparedImages> compared = [];
        foreach (int[] images in WithFace().GroupBy(image => personOf[image]).Select(group => group.ToArray()))
        {
            (int First, int Second)[] pairs =
            [
                .. Enumerable.Range(0, images.Length).SelectMany(
                    i => Enumerable.Range(i + 1, images.Length - i - 1).Select(j => (images[i], images[j]))),
            ];
            random.Shuffle(pairs);
            compared.AddRange(pairs.Take(MostMatedPerPerson).Select(pair => new ComparedImages(
                pair.First, pair.Second, Similarity.Cosine(embeddings[pair.First], embeddings[pair.Second]))));
        }

        return compared;
    }

    public IReadOnlyList<float> NonMatedScores()
    {
        int[] images = [.. WithFace()];
        if (images.Select(image => personOf[image]).Distinct().Count() < 2) return [];
        long all = (long)images.Length * (images.Length - 1) / 2;
        return all <= NonMated ? AllNonMated(images) : DrawnNonMated(images);
    }

    private List<float> AllNonMated(int[] images)
    {
        List<float> scores = [];
        for (int i = 0; i < images.Length; i++)
            for (int j = i + 1; j < images.Length; j++)
                if (personOf[images[i]] != personOf[images[j]])
                    scores.Add(Similarity.Cosine(embeddings[images[i]], embeddings[images[j]]));
        return scores;
    }

    private float[] DrawnNonMated(int[] images)
    {
        Random random = new(seed);
        var scores = new float[NonMated];
        for (int drawn = 0; drawn < NonMated;)
        {
            int first = images[random.Next(images.Length)], second = images[random.Next(images.Length)];
            if (personOf[first] == personOf[second]) continue;
            scores[drawn++] = Similarity.Cosine(embeddings[first], embeddings[second]);
        }

        return scores;
    }

    private IEnumerable<int> WithFace() =>
        Enumerable.Range(0, personOf.Count).Where(image => embeddings[image] is not null);
}
