using System.Runtime.InteropServices;
using FaceMatch.Cluster.Placement;
using FaceMatch.Core.Galleries;
using FaceMatch.Index;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// Holds the templates of the subjects that hash to this shard. It is kept alive: an idle shard that went away would have
/// to be read again from the truth. Searches interleave with everything, because they read immutable snapshots.
/// </summary>
[KeepAlive]
[RendezvousPlacement]
internal sealed partial class GalleryShardGrain(
    IGallerySource source,
    ShardStore store,
    ScanGate gate,
    TimeProvider time,
    ILogger<GalleryShardGrain> logger) : Grain, IGalleryShardGrain, IDisposable
{
    /// <summary>As many as the largest answer of the API, with room for a page that asks for more.</summary>
    private const int MaxLimit = 1000;

    private static readonly ShardAnswer NotReady = new(ShardState.Loading, [], 0, 0);

    private readonly CancellationTokenSource _alive = new();
    private IGalleryIndex? _index;
    private ShardState _state = ShardState.Loading;
    private ShardKey _key;
    private long _epoch;
    private Task _loading = Task.CompletedTask;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ShardKey.Parse(this.GetPrimaryKeyString());
        // A restarted shard counts its changes from one again; the clock moved on by more than it had counted.
        _epoch = time.GetUtcNow().ToUnixTimeMilliseconds();
        // Not awaited: loading may outlast the time that an activation is given.
        _loading = LoadAsync();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _alive.CancelAsync();
        await _loading;
        if (_index is { } index)
            store.Release(index);
        _index = null;
    }

    public void Dispose() => _alive.Dispose();

    public async Task<ShardAnswer> SearchAsync(ShardQuery query, CancellationToken cancellationToken)
    {
        if (_state != ShardState.Ready || _index is not { } index)
            return NotReady with { State = _state };

        // The asker's token may die with its silo; the budget holds by this silo's own clock.
        using var budget = new CancellationTokenSource(query.Budget, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        var token = deadline.Token;
        return await gate.RunAsync(() => Scan(index, query, _epoch, token), token);
    }

    public Task<ShardReport> StatusAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new ShardReport(_state, _index?.Count ?? 0, _epoch + (_index?.Version ?? 0)));

    private static ShardAnswer Scan(IGalleryIndex index, ShardQuery query, long epoch, CancellationToken cancellationToken)
    {
        var hits = new IndexHit[Math.Clamp(query.Limit, 1, MaxLimit)];
        var filter = new SearchFilter(query.Watchlists, query.At, query.MinimumCosine);
        var probe = MemoryMarshal.Cast<byte, float>(query.Probe);
        var result = index.SearchSubjects(probe, filter, hits, cancellationToken);
        return new ShardAnswer(
            ShardState.Ready, HitBytes.Pack(hits.AsSpan(0, result.Hits)), result.Searched, epoch + result.Version);
    }
}
