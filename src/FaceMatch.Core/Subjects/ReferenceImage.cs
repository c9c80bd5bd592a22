using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Core.Subjects;

/// <summary>An enrolled photograph: its bytes lie in the vault under <see cref="ContentHash"/>.</summary>
public sealed class ReferenceImage
{
    private ReferenceImage()
    {
    }

    public ReferenceImage(
        Guid subjectId, string contentHash, string source, string lawfulHolding, FrameSize frame, AnalysedFace face, Guid addedBy, DateTimeOffset addedAt)
    {
        Id = Guid.CreateVersion7(addedAt);
        SubjectId = subjectId;
        ContentHash = contentHash;
        Source = source;
        LawfulHolding = lawfulHolding;
        FrameWidth = frame.Width;
        FrameHeight = frame.Height;
        Box = face.Detection.Box;
        Landmarks = face.Landmarks;
        Quality = face.Quality;
        AddedBy = addedBy;
        AddedAt = addedAt;
    }

    public Guid Id { get; private set; }

    public Guid SubjectId { get; private set; }

    /// <summary>SHA-256 of the bytes as received, in lower-case hexadecimal.</summary>
    public string ContentHash { get; private set; } = "";

    /// <summary>Where the image comes from (oversight rule 20).</summary>
    public string Source { get; private set; } = "";

    /// <summary>Why the force may hold it.</summary>
    public string LawfulHolding { get; private set; } = "";

    public int FrameWidth { get; private set; }

    public int FrameHeight { get; private set; }

    public Box Box { get; private set; }

    public Landmarks Landmarks { get; private set; }

    public FaceQuality Quality { get; private set; } = new(0, 0, 0, 0, 0, 0, []);

    public Guid AddedBy { get; private set; }

    public DateTimeOffset AddedAt { get; private set; }

    public List<FaceTemplate> Templates { get; } = [];
}

/// <summary>
/// The embedding of a reference image by the embedder of one model pack. Templates of two packs, or of two embedders that a
/// pack had one after the other, are never compared.
/// </summary>
public sealed class FaceTemplate
{
    private FaceTemplate()
    {
    }

    public FaceTemplate(Guid subjectId, Guid imageId, string pack, string embedder, ReadOnlySpan<float> embedding)
    {
        SubjectId = subjectId;
        ShardHash = ShardRange.HashOf(subjectId);
        ImageId = imageId;
        Pack = pack;
        Embedder = embedder;
        Vector = System.Runtime.InteropServices.MemoryMarshal.AsBytes(embedding).ToArray();
    }

    public long Id { get; private set; }

    public Guid SubjectId { get; private set; }

    /// <summary>Of the subject, so that a shard reads its own part of the truth; 0 for a template from before it was kept.</summary>
    public long ShardHash { get; private set; }

    public Guid ImageId { get; private set; }

    public string Pack { get; private set; } = "";

    /// <summary>Name and version of the network, or of the networks together; empty for a template from before it was kept.</summary>
    public string Embedder { get; private set; } = "";

    /// <summary>Little-endian float32, L2-normalised.</summary>
    public byte[] Vector { get; private set; } = [];

    public bool IsBy(ModelIdentity models) => Pack == models.Pack && Embedder == models.Embedder;

    public float[] ToEmbedding() =>
        System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(Vector).ToArray();
}
