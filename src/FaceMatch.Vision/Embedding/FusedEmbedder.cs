using System.Numerics.Tensors;
using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Embedding;

/// <summary>
/// Two networks as one embedder. Independent networks err on different pairs, so the weighted mean of their cosines parts
/// people better than either. Each unit vector is scaled by the square root of its weight and the two are put end to end:
/// the result has unit length, and its inner product is that weighted mean.
/// </summary>
/// <param name="secondWeight">Share of the second network in the cosine, between 0 and 1.</param>
internal sealed class FusedEmbedder(FaceEmbedder first, FaceEmbedder second, float secondWeight) : IEmbedder
{
    private readonly float _firstScale = MathF.Sqrt(1 - secondWeight);
    private readonly float _secondScale = MathF.Sqrt(secondWeight);

    public int EmbeddingSize => first.EmbeddingSize + second.EmbeddingSize;

    public AlignedFace Align(Frame frame, Landmarks landmarks)
    {
        Frame crop = first.Aligner.Align(frame, landmarks);
        try
        {
            return new AlignedFace(crop, second.Aligner.Align(frame, landmarks));
        }
        catch
        {
            crop.Dispose();
            throw;
        }
    }

    public double? Embed(AlignedFace face, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, EmbeddingSize);
        if (face.Crops.Count != 2)
            throw new ArgumentException("The face must have a crop for each of the two networks: align it with the same pack.", nameof(face));
        Span<float> head = destination[..first.EmbeddingSize], tail = destination[first.EmbeddingSize..];
        double? recognisability = first.Embed(face.Crops[0], head);
        second.Embed(face.Crops[1], tail);
        TensorPrimitives.Multiply(head, _firstScale, head);
        TensorPrimitives.Multiply(tail, _secondScale, tail);
        return recognisability;
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }
}
