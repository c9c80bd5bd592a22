using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster.Shards;

/// <summary>Loads shards for this silo: for an activation that waits, or ahead of one that is to move here.</summary>
internal sealed class ShardNursery(IGallerySource source, ShardStore store, TimeProvider time) : IDisposable
{
    /// <summary>A shard that was raised and never came was called elsewhere; its memory is needed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<ShardKey, Raised> _raised = [];
    private readonly CancellationTokenSource _alive = new();

    /// <exception cref="InvalidOperationException">The manifest does not know the shard's generation.</exception>
    public async Task<ShardCopy> LoadAsync(ShardKey key, CancellationToken cancellationToken)
    {
        var manifest = await source.ManifestAsync(cancellationToken);
        var building = manifest.Building?.Number == key.Generation;
        var generation = building ? manifest.Building! : manifest.Current;
        if (generation.Number != key.Generation || key.Shard >= generation.ShardCount)
            throw new InvalidOperationException($"{key} is no shard of a generation that is in force or being built.");

        var index = store.Create(generation.ShardCount);
        try
        {
            var copy = new ShardCopy(
                source, ShardRange.Of(key.Shard, generation.ShardCount), index, building ? new ProofTally() : null);
            await copy.FillAsync(cancellationToken);
            return copy;
        }
        catch
        {
            store.Release(index);
            throw;
        }
    }

    /// <summary>Begins to load ahead, or says how far that is; one that failed is begun again.</summary>
    public ShardState Prepare(ShardKey key)
    {
        lock (_gate)
        {
            ForgetOld();
            if (_alive.IsCancellationRequested)
                return ShardState.Failed;
            if (!_raised.TryGetValue(key, out var raised) || raised.Copy.IsFaulted || raised.Copy.IsCanceled)
                _raised[key] = raised = new Raised(Task.Run(() => LoadAsync(key, _alive.Token), _alive.Token), time.GetTimestamp());
            return raised.Copy.IsCompletedSuccessfully ? ShardState.Ready : ShardState.Loading;
        }
    }

    /// <summary>Hands over what was loaded ahead; null when it is not there, or not ready.</summary>
    public ShardCopy? Take(ShardKey key)
    {
        lock (_gate)
        {
            if (!_raised.TryGetValue(key, out var raised) || !raised.Copy.IsCompletedSuccessfully)
                return null;
            _raised.Remove(key);
            return raised.Copy.GetAwaiter().GetResult();
        }
    }

    public void Dispose()
    {
        _alive.Cancel();
        _alive.Dispose();
    }

    private void ForgetOld()
    {
        foreach (var (key, raised) in _raised.Where(raised => time.GetElapsedTime(raised.Value.Since) > Patience).ToList())
        {
            if (!raised.Copy.IsCompleted)
                continue;
            _raised.Remove(key);
            if (raised.Copy.IsCompletedSuccessfully)
                store.Release(raised.Copy.GetAwaiter().GetResult().Index);
        }
    }

    private sealed record Raised(Task<ShardCopy> Copy, long Since);
}
