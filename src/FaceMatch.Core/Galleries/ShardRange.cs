namespace FaceMatch.Core.Galleries;

/// <summary>
/// The subjects of one shard, as an interval of a stable hash of their ids: the truth keeps the hash with each template, so that
/// a shard reads its own part by an index, whatever the shard count of its generation is.
/// </summary>
/// <param name="First">Least hash that belongs to it.</param>
/// <param name="Last">Greatest hash that belongs to it.</param>
public readonly record struct ShardRange(long First, long Last)
{
    /// <summary>The whole gallery.</summary>
    public static readonly ShardRange All = new(long.MinValue, long.MaxValue);

    /// <summary>Hash of the id's 16 big-endian bytes, as a signed number: databases know no unsigned one.</summary>
    public static long HashOf(Guid subject)
    {
        Span<byte> bytes = stackalloc byte[16];
        subject.TryWriteBytes(bytes, bigEndian: true, out _);
        return Signed(StableHash.Of(bytes));
    }

    /// <summary>The shard of a subject: the hash scaled to the count, so that every shard gets its even share.</summary>
    /// <param name="shardCount">At least 1.</param>
    public static int ShardOf(Guid subject, int shardCount) =>
        (int)Math.BigMul(Unsigned(HashOf(subject)), (ulong)shardCount, out _);

    /// <summary>Exactly the hashes that <see cref="ShardOf"/> gives to the shard; all shards together leave none out.</summary>
    /// <param name="shard">0 to below <paramref name="shardCount"/>.</param>
    public static ShardRange Of(int shard, int shardCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(shardCount, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, shardCount);
        return new ShardRange(Signed((ulong)Start(shard, shardCount)), Signed((ulong)(Start(shard + 1, shardCount) - 1)));
    }

    public bool Contains(Guid subject) => HashOf(subject) is var hash && hash >= First && hash <= Last;

    /// <summary>The least hash that scales to the shard: shard x 2^64 / count, rounded up.</summary>
    private static UInt128 Start(int shard, int shardCount) =>
        (((UInt128)(uint)shard << 64) + (uint)shardCount - 1) / (uint)shardCount;

    private static long Signed(ulong hash) => (long)(hash ^ (1UL << 63));

    private static ulong Unsigned(long hash) => (ulong)hash ^ (1UL << 63);
}
