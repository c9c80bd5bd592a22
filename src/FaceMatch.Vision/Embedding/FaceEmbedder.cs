using System.Numerics.Tensors;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Alignment;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.Models;

namespace FaceMatch.Vision.Embedding;

/// <summary>One network, with the alignment and the normalisation that it was trained with.</summary>
internal sealed class FaceEmbedder(OnnxModel model, EmbedderSettings settings) : IEmbedder
{
    private readonly ScratchPool<BoundNetwork> _networks = new(() => new BoundNetwork(
        model, new TensorBuffer(1, 3, settings.CropSide, settings.CropSide), new TensorBuffer(1, settings.EmbeddingSize)));

    private readonly PixelPlanes _planes = new(settings.Normalisation);
    private readonly float[]? _centre = settings.Centre is { } centre ? [.. centre] : null;

    public int EmbeddingSize => settings.EmbeddingSize;

    public FaceAligner Aligner { get; } = new(settings);

    public AlignedFace Align(Frame frame, Landmarks landmarks) => new(Aligner.Align(frame, landmarks));

    public double? Embed(AlignedFace face, Span<float> destination) => Embed(face.Crops[0], destination);

    /// <param name="crop">Square BGR of the embedder's side.</param>
    /// <param name="destination">Length is the embedding size.</param>
    /// <returns>See <see cref="IFaceVision.Embed"/>.</returns>
    public double? Embed(Frame crop, Span<float> destination)
    {
        int side = settings.CropSide;
        if (crop.Size != new FrameSize(side, side))
            throw new ArgumentException($"The crop must be {side}x{side}: align it with the same pack.", nameof(crop));
        ArgumentOutOfRangeException.ThrowIfNotEqual(destination.Length, settings.EmbeddingSize);

        using ScratchPool<BoundNetwork>.Rented rented = _networks.Rent();
        BoundNetwork network = rented.Value;
        _planes.WriteColour(crop.Pixels.Span, network.Input);
        double response = Run(network);
        network.Output.CopyTo(destination);
        if (settings.MirrorWeight == 0) return Recognisability(response);

        // Faces are all but symmetric: the mirrored view is a second, free sample of the same person.
        PixelPlanes.Mirror(network.Input, side);
        response = (response + Run(network)) / 2;
        TensorPrimitives.MultiplyAdd(network.Output, settings.MirrorWeight, destination, destination);
        Normalise(destination);
        return Recognisability(response);
    }

    public void Dispose()
    {
        Aligner.Dispose();
        _networks.Dispose();
        model.Dispose();
    }

    private double? Recognisability(double response) => settings.Response is [float weak, float strong]
        ? Math.Clamp((response - weak) / (strong - weak), 0, 1)
        : null;

    /// <returns>Length of the network's vector.</returns>
    private double Run(BoundNetwork network)
    {
        network.Run();
        Span<float> vector = network.Output;
        if (_centre is not null) TensorPrimitives.Subtract(vector, _centre, vector);
        return Normalise(vector);
    }

    private static float Normalise(Span<float> vector)
    {
        float length = TensorPrimitives.Norm<float>(vector);
        if (!(length > 0) || !float.IsFinite(length))
            throw new InvalidOperationException("The embedder gave no usable vector: its model file does not fit its manifest.");
        TensorPrimitives.Divide(vector, length, vector);
        return length;
    }
}
