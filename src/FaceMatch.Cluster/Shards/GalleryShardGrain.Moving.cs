namespace FaceMatch.Cluster.Shards;

/// <summary>
/// When a silo joins, the shards that it scores highest for belong to it. It reads such a shard first; only then does the copy
/// that answers make way, and the next search finds the other ready.
/// </summary>
internal sealed partial class GalleryShardGrain
{
    private async Task MoveHomeAsync(CancellationToken cancellationToken)
    {
        var home = silos.HomeOf(_key.ToString());
        if (home is null || home.Equals(silos.Here))
            return;
        var there = await GrainFactory.GetGrain<IShardNurseryGrain>(_key.ToString()).PrepareAsync(cancellationToken);
        // The nursery may have been placed by another view of the cluster; then the next look tries again.
        if (there.State != ShardState.Ready || !there.Silo.Equals(home))
            return;
        LogMoving(logger, _key, home);
        _leaves = true;
        MigrateOnIdle();
    }
}
