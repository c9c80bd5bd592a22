namespace FaceMatch.Core.Subjects;

/// <summary>
/// What a subject's images have in common: the normalised mean of their embeddings, searched beside them because best image
/// and fused together miss fewer people than either alone (bench/README.md, Templates). It is made whenever the templates
/// are read and never stored, so it can neither outlive nor miss any of its sources.
/// </summary>
public static class FusedTemplate
{
    /// <param name="embeddings">Of one subject by one pack, L2-normalised.</param>
    /// <returns>Null for fewer than two, or when they cancel out.</returns>
    public static float[]? Of(IReadOnlyList<float[]> embeddings)
    {
        if (embeddings.Count < 2) return null;
        var sum = new float[embeddings[0].Length];
        foreach (float[] embedding in embeddings)
            for (int i = 0; i < sum.Length; i++) sum[i] += embedding[i];
        float length = MathF.Sqrt(Cosines.Of(sum, sum));
        if (!(length > 0)) return null;
        for (int i = 0; i < sum.Length; i++) sum[i] /= length;
        return sum;
    }

    /// <summary>Which of the embeddings is most like the fused one: the image that stands for it when somebody looks.</summary>
    public static int NearestOf(IReadOnlyList<float[]> embeddings, float[] fused)
    {
        int nearest = 0;
        for (int i = 1; i < embeddings.Count; i++)
            if (Cosines.Of(embeddings[i], fused) > Cosines.Of(embeddings[nearest], fused)) nearest = i;
        return nearest;
    }
}
