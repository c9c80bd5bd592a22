using System.Numerics.Tensors;

namespace FaceMatch.Cli.Evaluation;

internal static class Similarity
{
    /// <summary>Of two images of which one shows no face: the least alike that there is.</summary>
    public const float None = -1;

    /// <summary>Cosine of two L2-normalised vectors.</summary>
    public static float Cosine(float[]? first, float[]? second) =>
        first is null || second is null ? None : TensorPrimitives.Dot<float>(first, second);
}
