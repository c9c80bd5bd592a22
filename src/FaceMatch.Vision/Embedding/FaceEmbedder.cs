using System.Numerics.Tensors;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Embedding;

/// <summary>An aligned face to an L2-normalised vector.</summary>
internal sealed class FaceEmbedder(OnnxModel model, EmbedderSettings settings)
{
    private readonly PixelPlanes _planes = new(settings.Normalisation);

    /// <param name="crop">Square BGR of the embedder's side.</param>
    /// <param name="destination">Length is the embedding size.</param>
    public void Embed(Frame crop, Span<float> destination)
    {
        int side = settings.CropSide;
        if (crop.Size != new FrameSize(side, side))
            throw new ArgumentException($"The crop must be {side}x{side}: align it with the same pack.", nameof(crop));
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, settings.EmbeddingSize);

        using var input = new TensorBuffer(1, 3, side, side);
        using var output = new TensorBuffer(1, settings.EmbeddingSize);
        _planes.WriteColour(crop.Pixels.Span, input.Span);
        model.Run(input, output);
        Normalise(output.Span);
        output.Span.CopyTo(destination);
        if (!settings.Mirror) return;

        // Faces are all but symmetric: the mirrored view is a second, free sample of the same person.
        PixelPlanes.Mirror(input.Span, side);
        model.Run(input, output);
        Normalise(output.Span);
        TensorPrimitives.Add(destination, output.Span, destination);
        Normalise(destination);
    }

    private static void Normalise(Span<float> vector)
    {
        float length = TensorPrimitives.Norm<float>(vector);
        if (!(length > 0) || !float.IsFinite(length))
            throw new InvalidOperationException("The embedder gave no usable vector: its model file does not fit its manifest.");
        TensorPrimitives.Divide(vector, length, vector);
    }
}
