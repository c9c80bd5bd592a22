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
}
