using FaceMatch.Index;

namespace FaceMatch.LoadTest.Recall;

/// <summary>A gallery of real people first and as many strangers as it needs behind them.</summary>
internal static class StrangerGallery
{
    private const int Chunk = 16_384;

    /// <param name="index">Empty; template i is of person i, or of stranger i.</param>
    public static void Fill(ExactIndex index, IReadOnlyList<float[]> people, int templates, int threads)
    {
        var strangers = new Strangers(people);
        var chunk = new IndexEntry[Chunk];
        var vectors = Enumerable.Range(0, Chunk).Select(_ => new float[index.Dimensions]).ToArray();
        for (var first = 0; first < templates; first += Chunk)
        {
            var count = Math.Min(Chunk, templates - first);
            Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
            {
                var number = first + i;
                if (number < people.Count)
                    people[number].CopyTo(vectors[i], 0);
                else
                    strangers.Fill(number, vectors[i]);
                chunk[i] = new IndexEntry(
                    number, new Guid(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1), [Guid.Empty], DateTimeOffset.MaxValue, vectors[i]);
            });
            index.Add(chunk.AsSpan(0, count));
        }
    }
}
