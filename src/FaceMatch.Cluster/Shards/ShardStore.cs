using FaceMatch.Index;
using FaceMatch.Index.Faiss;
using FaceMatch.Index.Snapshots;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// Owns the native memory of this silo's shards, which must outlive no silo and belong to no single activation. One a
/// silo; disposing it zeroes and frees what is left.
/// </summary>
internal sealed class ShardStore(ClusterOptions options, NativePages pages, TimeProvider time, ILogger<FaissIndex> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<IGalleryIndex> _indexes = [];
    private bool _disposed;

    /// <param name="shardCount">With fewer shards than cores, a search of one may use several.</param>
    public IGalleryIndex Create(int shardCount)
    {
        var threads = Math.Max(1, options.EffectiveSearchCores / Math.Max(1, shardCount));
        var exact = new ExactIndex(options.Dimensions, new IndexOptions(threads), pages);
        IGalleryIndex index = options.IndexType == ClusterOptions.Exact
            ? exact
            : new FaissIndex(exact, new FaissOptions(options.IndexType, Threads: threads), time, logger);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _indexes.Add(index);
        }

        return index;
    }

    public void Release(IGalleryIndex index)
    {
        lock (_gate)
            _indexes.Remove(index);
        index.Dispose();
    }

    public void Dispose()
    {
        IGalleryIndex[] left;
        lock (_gate)
        {
            _disposed = true;
            left = [.. _indexes];
            _indexes.Clear();
        }

        foreach (var index in left)
            index.Dispose();
    }
}
