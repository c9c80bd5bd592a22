using System.Numerics.Tensors;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Embedding;

/// <summary>One network, with the alignment and the normalisation that it was trained with.</summary>
internal sealed class FaceEmbedder(OnnxModel model, EmbedderSettings settings) : IEmbedder
{
    private readonly PixelPlanes _planes = new(settings.Normalisation);
    private readonly float[]? _centre = settings.Centre is { } centre ? [.. centre] : null;

    public int EmbeddingSize => settings.EmbeddingSize;

    public FaceAligner Aligner { get; } = new(settings);

    public AlignedFace Align(Frame frame, Landmarks landmarks) => new(Aligner.Align(frame, landmarks));

    public void Embed(AlignedFace face, Span<float> destination) => Embed(face.Crops[0], destination);

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
        Run(input, output);
        output.Span.CopyTo(destination);
        if (!settings.Mirror) return;

        // Faces are all but symmetric: the mirrored view is a second, free sample of the same person.
        PixelPlanes.Mirror(input.Span, side);
        Run(input, output);
        TensorPrimitives.Add(destination, output.Span, destination);
        Normalise(destination);
    }

    public void Dispose() => model.Dispose();

    private void Run(TensorBuffer input, TensorBuffer output)
    {
        model.Run(input, output);
        if (_centre is not null) TensorPrimitives.Subtract(output.Span, _centre, output.Span);
        Normalise(output.Span);
    }

    private static void Normalise(Span<float> vector)
    {
        float length = TensorPrimitives.Norm<float>(vector);
        if (!(length > 0) || !float.IsFinite(length))
            throw new InvalidOperationException("The embedder gave no usable vector: its model file does not fit its manifest.");
        TensorPrimitives.Divide(vector, length, vector);
    }
}
