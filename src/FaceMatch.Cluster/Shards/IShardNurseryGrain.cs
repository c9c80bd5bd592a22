using FaceMatch.Cluster.Placement;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// The door to the <see cref="ShardNursery"/> of the silo that a shard belongs to, keyed like the shard and so placed like it.
/// </summary>
[Alias("facematch.shard-nursery")]
public interface IShardNurseryGrain : IGrainWithStringKey
{
    /// <summary>Begins to load the shard there, or says how far it is. Does not wait for it.</summary>
    [Alias("prepare")]
    Task<ShardPrepared> PrepareAsync(CancellationToken cancellationToken);
}

/// <param name="Silo">Where it is being loaded.</param>
[GenerateSerializer, Immutable, Alias("facematch.shard-prepared")]
public sealed record ShardPrepared([property: Id(0)] ShardState State, [property: Id(1)] SiloAddress Silo);

[RendezvousPlacement]
internal sealed class ShardNurseryGrain(ShardNursery nursery, SiloMap silos) : Grain, IShardNurseryGrain
{
    public Task<ShardPrepared> PrepareAsync(CancellationToken cancellationToken)
    {
        var state = nursery.Prepare(ShardKey.Parse(this.GetPrimaryKeyString()));
        // It holds nothing itself; the next call is placed by the cluster as it is then.
        DeactivateOnIdle();
        return Task.FromResult(new ShardPrepared(state, silos.Here));
    }
}
