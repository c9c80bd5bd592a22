using System.Globalization;

namespace FaceMatch.Cluster.Shards;

/// <summary>Key of a shard grain: <c>{gallery}/{generation}/{shard:D3}</c>.</summary>
internal readonly record struct ShardKey(string Gallery, int Generation, int Shard)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Gallery}/{Generation}/{Shard:D3}");

    public static ShardKey Parse(string key)
    {
        var parts = key.Split('/');
        return parts.Length == 3
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
            && int.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            ? new ShardKey(parts[0], generation, shard)
            : throw new FormatException($"'{key}' is no key of a shard.");
    }

    /// <summary>The shard of a subject: the hash of its id's 16 big-endian bytes, scaled to the count (multiply, take the
    /// high half), so that every shard gets its even share.</summary>
    public static int ShardOf(Guid subject, int shardCount)
    {
        Span<byte> bytes = stackalloc byte[16];
        subject.TryWriteBytes(bytes, bigEndian: true, out _);
        return (int)Math.BigMul(StableHash.Of(bytes), (ulong)shardCount, out _);
    }
}
