using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Embedding;

/// <summary>A face to one L2-normalised vector, by one network or several. Thread-safe.</summary>
internal interface IEmbedder : IDisposable
{
    /// <summary>Length of the vector.</summary>
    int EmbeddingSize { get; }

    /// <summary>Cuts what <see cref="Embed"/> needs, so that the frame may be erased before.</summary>
    AlignedFace Align(Frame frame, Landmarks landmarks);

    /// <param name="face">From <see cref="Align"/> of the same embedder.</param>
    /// <param name="destination">Length is <see cref="EmbeddingSize"/>.</param>
    /// <returns>See <see cref="IFaceVision.Embed"/>.</returns>
    double? Embed(AlignedFace face, Span<float> destination);
}
