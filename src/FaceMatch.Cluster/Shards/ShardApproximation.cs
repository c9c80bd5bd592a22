using FaceMatch.Core.Galleries;
using FaceMatch.Index;

namespace FaceMatch.Cluster.Shards;

/// <summary>What a shard that is not searched exactly says of its index; see <see cref="ApproximateStatus"/>.</summary>
/// <param name="Measured">Templates when recall was measured; 0 when it was not.</param>
[GenerateSerializer, Immutable, Alias("facematch.shard-approximation")]
public sealed record ShardApproximation(
    [property: Id(0)] string Type,
    [property: Id(1)] bool InUse,
    [property: Id(2)] long Measured,
    [property: Id(3)] double RecallAt20,
    [property: Id(4)] double AddedFnir,
    [property: Id(5)] long Leftovers)
{
    internal static ShardApproximation? Of(IGalleryIndex? index) => index?.Approximate is { } status
        ? new ShardApproximation(
            status.Factory,
            status.State is ApproximateState.Ready or ApproximateState.Rebuilding,
            status.Recall?.Templates ?? 0,
            status.Recall?.RecallAt20 ?? 0,
            status.Recall?.AddedFnir ?? 0,
            status.Leftovers)
        : null;

    /// <summary>A person is in one shard, so what the gallery misses is what its shards miss, by their size.</summary>
    internal static ApproximateGallery? Combine(IReadOnlyList<ShardApproximation> shards)
    {
        if (shards.Count == 0)
            return null;
        var measured = shards.Sum(shard => shard.Measured);
        var weight = Math.Max(1.0, measured);
        return new ApproximateGallery(
            shards[0].Type,
            shards.Count(shard => shard.InUse),
            measured,
            shards.Sum(shard => shard.RecallAt20 * shard.Measured) / weight,
            shards.Sum(shard => shard.AddedFnir * shard.Measured) / weight,
            shards.Sum(shard => shard.Leftovers));
    }
}
