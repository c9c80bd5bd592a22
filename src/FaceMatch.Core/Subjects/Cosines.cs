namespace FaceMatch.Core.Subjects;

internal static class Cosines
{
    /// <summary>Inner product: of L2-normalised vectors the cosine.</summary>
    public static float Of(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
