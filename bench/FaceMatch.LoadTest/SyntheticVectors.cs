namespace FaceMatch.LoadTest;

/// <summary>
/// Embeddings like those of strangers: directions spread evenly over the sphere. A vector depends on its number only, so
/// that a gallery of any size is the same on every run.
/// </summary>
internal static class SyntheticVectors
{
    public static void Fill(long number, Span<float> vector)
    {
        var state = (ulong)number * 0x9E3779B97F4A7C15 + 0x1234567;
        double squares = 0;
        for (var i = 0; i < vector.Length; i++)
        {
            // The sum of four uniform numbers is close enough to normal for directions.
            var bits = Next(ref state);
            var value = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48) - 131070;
            vector[i] = value;
            squares += (double)value * value;
        }

        var scale = (float)(1 / Math.Sqrt(squares));
        for (var i = 0; i < vector.Length; i++)
            vector[i] *= scale;
    }

    /// <summary>SplitMix64 (Steele, Lea, Flood, OOPSLA 2014).</summary>
    private static ulong Next(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
