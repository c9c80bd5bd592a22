using FaceMatch.Core.Galleries;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

/// <summary>Loads shards for this silo, for an activation that waits or ahead of one that is to move here, and lets them go.</summary>
internal sealed partial class ShardNursery : IDisposable
{
    /// <summary>A shard that was raised, never came and is asked for no more was called elsewhere; its memory is needed.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly IGallerySource _source;
    private readonly ShardStore _store;
    private readonly ShardFiles _files;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger<ShardNursery> _logger;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<ShardKey, Raised> _raised = [];
    private readonly CancellationTokenSource _alive = new();
    private readonly ITimer _looks;

    public ShardNursery(IGallerySource source, ShardStore store, ShardFiles files, TimeProvider time, ILoggerFactory loggers)
    {
        (_source, _store, _files, _time, _loggers) = (source, store, files, time, loggers);
        _logger = loggers.CreateLogger<ShardNursery>();
        _looks = time.CreateTimer(_ => ForgetOld(), null, Patience, Patience);
    }

    /// <summary>From the files of an earlier run where they can be used, else from the truth.</summary>
    /// <exception cref="InvalidOperationException">The manifest does not know the shard's generation.</exception>
    public async Task<ShardCopy> LoadAsync(ShardKey key, CancellationToken cancellationToken)
    {
        var manifest = await _source.ManifestAsync(cancellationToken);
        var building = manifest.Building?.Number == key.Generation;
        var generation = building ? manifest.Building! : manifest.Current;
        if (generation.Number != key.Generation || key.Shard >= generation.ShardCount)
            throw new InvalidOperationException($"{key} is no shard of a generation that is in force or being built.");

        var stored = await OpenAsync(key, generation.ShardCount, cancellationToken);
        try
        {
            var keeper = stored.Files is null ? null : new ShardKeeper(key, stored, _source, _time, _loggers.CreateLogger<ShardKeeper>());
            var copy = new ShardCopy(key, _source, ShardRange.Of(key.Shard, generation.ShardCount), stored.Index, keeper);
            var (resumed, reason) = await copy.TryResumeAsync(cancellationToken);
            if (resumed)
            {
                LogResumed(_logger, key);
                return copy;
            }

            if (reason is not null)
                LogNotResumed(_logger, key, reason);
            await copy.FillAsync(cancellationToken);
            return copy;
        }
        catch
        {
            _store.Release(stored.Index);
            throw;
        }
    }

    /// <summary>Gives back the copy's memory.</summary>
    /// <param name="stays">Whether the shard is this silo's after a restart as well: its files are made ready for that then, else wiped.</param>
    public async Task LetGoAsync(ShardCopy copy, bool stays, CancellationToken cancellationToken)
    {
        try
        {
            if (stays && copy.Keeper is { } keeper)
                await keeper.CloseAsync(copy.Seen, cancellationToken);
        }
        finally
        {
            _store.Release(copy.Index);
            if (!stays)
                await Task.Run(() => _files.Wipe(copy.Key), CancellationToken.None);
        }
    }

    /// <summary>Begins to load ahead, or says how far that is; one that failed is begun again.</summary>
    public ShardState Prepare(ShardKey key)
    {
        lock (_gate)
        {
            if (_alive.IsCancellationRequested)
                return ShardState.Failed;
            if (!_raised.TryGetValue(key, out var raised) || raised.Copy.IsFaulted || raised.Copy.IsCanceled)
                raised = new Raised(Task.Run(() => LoadAsync(key, _alive.Token), _alive.Token), AskedFor: 0);
            _raised[key] = raised with { AskedFor = _time.GetTimestamp() };
            return raised.Copy.IsCompletedSuccessfully ? ShardState.Ready : ShardState.Loading;
        }
    }

    /// <summary>Hands over what was loaded ahead; null when nothing was, or it is not ready yet.</summary>
    public ShardCopy? TakeReady(ShardKey key)
    {
        lock (_gate)
        {
            return _raised.TryGetValue(key, out var raised) && raised.Copy.IsCompletedSuccessfully && _raised.Remove(key)
                ? raised.Copy.GetAwaiter().GetResult()
                : null;
        }
    }

    /// <summary>Hands over what is loaded ahead, when it is ready; null when nothing is. Two copies could not both have the files.</summary>
    /// <exception cref="Exception">It could not be loaded.</exception>
    public async Task<ShardCopy?> TakeAsync(ShardKey key, CancellationToken cancellationToken)
    {
        Task<ShardCopy> loading;
        lock (_gate)
        {
            if (!_raised.TryGetValue(key, out var raised))
                return null;
            loading = raised.Copy;
        }

        var copy = await loading.WaitAsync(cancellationToken);
        lock (_gate)
            return _raised.Remove(key) ? copy : null;
    }

    public void Dispose()
    {
        _looks.Dispose();
        _alive.Cancel();
        _alive.Dispose();
        _opening.Dispose();
    }

    /// <summary>One after the other: opening takes all cores, and what was opened is held against the truth while the next is.</summary>
    private async Task<StoredIndex> OpenAsync(ShardKey key, int shardCount, CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            return _store.Open(key, shardCount);
        }
        finally
        {
            _opening.Release();
        }
    }

    private void ForgetOld()
    {
        List<ShardCopy> old = [];
        lock (_gate)
        {
            foreach (var (key, raised) in _raised.Where(raised => _time.GetElapsedTime(raised.Value.AskedFor) > Patience && raised.Value.Copy.IsCompleted).ToList())
            {
                _raised.Remove(key);
                if (raised.Copy.IsCompletedSuccessfully)
                    old.Add(raised.Copy.GetAwaiter().GetResult());
            }
        }

        foreach (var copy in old)
        {
            _store.Release(copy.Index);
            _files.Wipe(copy.Key);
        }
    }

    private sealed record Raised(Task<ShardCopy> Copy, long AskedFor);
}
