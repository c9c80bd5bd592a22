using System.Buffers.Binary;

namespace FaceMatch.Core.Galleries;

/// <summary>Where shards read the truth from. Only subjects that are in force and not expired are given.</summary>
public interface IGallerySource
{
    /// <summary>Every searchable template of a part, one subject after the other.</summary>
    IAsyncEnumerable<GalleryTemplate> ReadAllAsync(ShardRange part, CancellationToken cancellationToken);

    /// <summary>The searchable templates of these subjects; a subject that is not searchable gives none.</summary>
    Task<IReadOnlyList<GalleryTemplate>> ReadSubjectsAsync(
        IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken);

    /// <summary>What is in force, what is being built, and how far the truth is.</summary>
    Task<GalleryManifest> ManifestAsync(CancellationToken cancellationToken);

    /// <summary>The subjects that changed after a version, in whatever way, and the version up to which that is all of them.</summary>
    Task<GalleryChanges> ChangesSinceAsync(long version, CancellationToken cancellationToken);

    /// <summary>Marks this moment in the truth's history: everything that was read of it before lies behind the mark.</summary>
    Task<string> MarkAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Whether the truth's history goes through the mark. It does not where the mark is of another truth, or where this one was put
    /// back to an earlier moment and may have gone on from there another way.
    /// </summary>
    Task<bool> RemembersAsync(string mark, CancellationToken cancellationToken);

    /// <summary>
    /// Counts a part without reading a vector, to hold a freshly built shard against. What changed after the version that the shard
    /// has read to is left out and named, so that the truth need not stand still while it is counted.
    /// </summary>
    Task<ShardProof> ProveAsync(ShardRange part, long since, CancellationToken cancellationToken);
}

/// <param name="Number">Grows; a number is never used again.</param>
/// <param name="ShardCount">Fixed for the generation's life; 1 to <see cref="MostShards"/>.</param>
public sealed record GalleryGeneration(int Number, int ShardCount)
{
    /// <summary>Every search asks every shard. Fifty million templates in so many are 200,000 each, which a core scans in a few milliseconds.</summary>
    public const int MostShards = 256;
}

/// <summary>The row that says which shards are searched.</summary>
/// <param name="Building">A generation that is not searched yet; null when none is being built.</param>
/// <param name="Version">Counted up by every change of a template, a subject's state or expiry, or a list, in commit order.</param>
public sealed record GalleryManifest(GalleryGeneration Current, GalleryGeneration? Building, long Version);

/// <param name="Version">Every change up to here is in what was read of the subjects afterwards.</param>
public sealed record GalleryChanges(IReadOnlyList<Guid> Subjects, long Version);

/// <summary>What a part holds, all of it as of one moment: two that agree hold the same images' templates.</summary>
/// <param name="Templates">Templates of images; fused ones are made from these and not counted.</param>
/// <param name="Checksum">Sum of <see cref="Mix"/> over the templates' ids, modulo 2^64.</param>
/// <param name="At">The moment at which expiry was checked.</param>
/// <param name="Changed">Subjects of whatever part that changed after the version asked about; none of theirs is counted.</param>
public sealed record ShardProof(long Templates, ulong Checksum, DateTimeOffset At, IReadOnlyList<Guid> Changed)
{
    /// <summary>Spreads an id over 64 bits, so that sums of neighbouring ids do not meet by chance.</summary>
    public static ulong Mix(long templateId)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, templateId);
        return StableHash.Of(bytes);
    }
}
