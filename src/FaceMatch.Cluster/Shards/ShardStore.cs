using FaceMatch.Index;
using FaceMatch.Index.Faiss;
using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// Owns the native memory of this silo's shards, which must outlive no silo and belong to no single activation. One a
/// silo; disposing it zeroes and frees what is left.
/// </summary>
internal sealed class ShardStore(
    ClusterOptions options, ShardFiles files, NativePages pages, TimeProvider time, ILogger<FaissIndex> logger) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<IGalleryIndex> _indexes = [];
    private bool _disposed;

    /// <summary>With what an earlier run left of the shard, which may be older than the truth.</summary>
    /// <param name="shardCount">With fewer shards than cores, a search of one may use several.</param>
    public StoredIndex Open(ShardKey key, int shardCount)
    {
        var threads = Math.Max(1, options.EffectiveSearchCores / Math.Max(1, shardCount));
        var kept = files.Of(key, shardCount);
        var stored = kept is null
            ? InMemory(threads)
            : InFiles(threads, kept);
        lock (_gate)
        {
            if (!_disposed)
            {
                _indexes.Add(stored.Index);
                return stored;
            }
        }

        stored.Index.Dispose();
        throw new ObjectDisposedException(nameof(ShardStore));
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

    private StoredIndex InMemory(int threads)
    {
        var exact = new ExactIndex(options.Dimensions, new IndexOptions(threads), pages);
        return new StoredIndex(SearchedAsSet(exact, threads, saved: null), exact, null, null);
    }

    private StoredIndex InFiles(int threads, IndexFiles kept)
    {
        var exact = ExactIndex.Open(options.Dimensions, new IndexOptions(threads), pages, kept, out var found);
        try
        {
            // Faiss's own file is of no use without the templates, or where it is not searched by; and it holds faces.
            if (exact.FileFault is null && (exact.Count == 0 || options.IndexType == ClusterOptions.Exact))
                files.WipeFaiss(kept);
            return new StoredIndex(SearchedAsSet(exact, threads, kept), exact, kept, found);
        }
        catch
        {
            exact.Dispose();
            throw;
        }
    }

    private IGalleryIndex SearchedAsSet(ExactIndex exact, int threads, IndexFiles? saved) => options.IndexType == ClusterOptions.Exact
        ? exact
        : new FaissIndex(exact, new FaissOptions(options.IndexType, Threads: threads), time, logger, exact.Count > 0 ? saved : null);
}

/// <param name="Index">How the shard is searched.</param>
/// <param name="Exact">What it stands on, or is.</param>
/// <param name="Files">Null where nothing is kept, and <paramref name="Found"/> with it.</param>
internal sealed record StoredIndex(IGalleryIndex Index, ExactIndex Exact, IndexFiles? Files, IndexFilesReport? Found);
