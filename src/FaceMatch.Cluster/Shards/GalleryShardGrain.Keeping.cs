using System.Diagnostics.CodeAnalysis;

namespace FaceMatch.Cluster.Shards;

/// <summary>Staying in files, for the next run to go on from.</summary>
internal sealed partial class GalleryShardGrain
{
    /// <summary>In the background: neither a search nor the next look waits for the disk.</summary>
    private void Keep(ShardCopy copy)
    {
        if (copy.Keeper is { } keeper && _keeping.IsCompleted)
            _keeping = KeepAsync(keeper, copy.Seen);
    }

    [SuppressMessage("Design", "CA1031", Justification = "The shard is searched whatever becomes of its files; the next look tries again.")]
    private async Task KeepAsync(ShardKeeper keeper, long seen)
    {
        try
        {
            await keeper.KeepAsync(seen, _alive.Token);
        }
        catch (Exception) when (_alive.IsCancellationRequested)
        {
            // It is let go, and written then.
        }
        catch (Exception fault)
        {
            LogKeepFailed(logger, _key, fault.GetType().Name);
        }
    }
}
