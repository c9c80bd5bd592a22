using FaceMatch.Index.Faiss;
using FaceMatch.Index.Files;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// Knows where the files of each shard are, and leaves none there that nobody reads on for: they hold people who may have been removed
/// since.
/// </summary>
internal sealed partial class ShardFiles(TimeProvider time, ILogger<ShardFiles> logger, ShardFileOptions? options = null) : IHostedService, IDisposable
{
    /// <summary>After a start the shards that belong here are asked for within seconds, and loaded within minutes.</summary>
    internal static readonly TimeSpan TakenUpWithin = TimeSpan.FromMinutes(10);

    internal static readonly TimeSpan BetweenSweeps = TimeSpan.FromHours(1);

    /// <summary>A node that is down for so long may be gone for good; half of the day that oversight gives a watchlist that ended.</summary>
    internal static readonly TimeSpan BackWithin = TimeSpan.FromHours(12);

    /// <summary>To be counted up when equal templates come to be kept another way: fused, quantised, or laid out.</summary>
    private const int Recipe = 2;

    private ITimer? _sweeps;

    /// <param name="shardCount">Of the generation.</param>
    /// <returns>Null where nothing is kept.</returns>
    public IndexFiles? Of(ShardKey key, int shardCount) => options is null
        ? null
        : new IndexFiles(PathOf(options, key), options.Key, $"{options.Contents}, shard {key} of {shardCount}, recipe {Recipe}");

    /// <summary>Leaves nothing of a shard that this node does not hold any more.</summary>
    public void Wipe(ShardKey key)
    {
        if (options is not null)
            Wipe(PathOf(options, key));
    }

    /// <summary>Leaves nothing of what Faiss saved of a shard.</summary>
    public void WipeFaiss(IndexFiles kept) => OrComplain(kept.Folder, () => FaissIndex.WipeSaved(kept));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options is not null)
            _sweeps = time.CreateTimer(_ => Sweep(options), null, TakenUpWithin, BetweenSweeps);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        // One that runs is waited for.
        if (_sweeps is not null)
            await _sweeps.DisposeAsync();
    }

    public void Dispose() => _sweeps?.Dispose();

    private void Sweep(ShardFileOptions options) => OrComplain(options.Folder, () =>
    {
        foreach (var node in Directory.EnumerateDirectories(options.Folder))
        {
            var own = Path.GetFileName(node) == options.Node;
            foreach (var shard in Directory.EnumerateDirectories(node))
            {
                if (own || time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(shard) > BackWithin)
                    Wipe(shard);
            }

            if (!own && !Directory.EnumerateFileSystemEntries(node).Any())
                Directory.Delete(node);
        }
    });

    private void Wipe(string folder) => OrComplain(folder, () =>
    {
        if (Directory.Exists(folder) && IndexFiles.TryWipe(folder))
            LogWiped(logger, folder);
    });

    private void OrComplain(string folder, Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotWiped(logger, folder, fault.Message);
        }
    }

    private static string PathOf(ShardFileOptions options, ShardKey key) =>
        Path.Combine(options.Folder, options.Node, key.ToString().Replace('/', '-'));
}
