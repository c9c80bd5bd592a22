namespace FaceMatch.LoadTest.Recall;

/// <summary>
/// As many made-up strangers as a gallery needs, who lie as real people do: each is the mean of real embeddings and a sum of
/// some of their differences from it, weighted at random, so that mean and covariance are those of the real ones. An index
/// that lives on how vectors cluster is flattered or wronged by evenly spread ones.
/// </summary>
internal sealed class Strangers(IReadOnlyList<float[]> people)
{
    /// <summary>Real ones that go into one; the more, the closer to a normal distribution.</summary>
    private const int Parents = 32;

    private readonly float[] _mean = Mean(people);

    /// <param name="number">The same number gives the same stranger.</param>
    public void Fill(int number, Span<float> vector)
    {
        var random = new Random(number);
        _mean.CopyTo(vector);
        for (var parent = 0; parent < Parents; parent++)
        {
            var weight = (float)(Normal(random) / Math.Sqrt(Parents));
            var real = people[random.Next(people.Count)];
            for (var i = 0; i < vector.Length; i++)
                vector[i] += weight * (real[i] - _mean[i]);
        }

        double squares = 0;
        foreach (var value in vector)
            squares += (double)value * value;
        var scale = (float)(1 / Math.Sqrt(squares));
        for (var i = 0; i < vector.Length; i++)
            vector[i] *= scale;
    }

    /// <summary>Box and Muller (1958).</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static float[] Mean(IReadOnlyList<float[]> people)
    {
        var mean = new float[people[0].Length];
        foreach (var person in people)
        {
            for (var i = 0; i < mean.Length; i++)
                mean[i] += person[i] / people.Count;
        }

        return mean;
    }
}
