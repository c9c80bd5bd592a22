using System.Runtime.InteropServices;
using FaceMatch.Cluster.Placement;
using FaceMatch.Core.Galleries;
using FaceMatch.Index;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// Holds the templates of the subjects that hash to this shard: a cache of the truth, which every search holds against the
/// truth's version, so that a copy that missed something reads on before it answers. It is kept alive: an idle shard that went
/// away would have to be read again. Searches interleave with everything, because they read immutable snapshots.
/// </summary>
[KeepAlive]
[RendezvousPlacement]
internal sealed partial class GalleryShardGrain(
    IGallerySource source,
    ShardNursery nursery,
    SiloMap silos,
    ScanGate gate,
    TimeProvider time,
    ILogger<GalleryShardGrain> logger) : Grain, IGalleryShardGrain, IDisposable
{
    /// <summary>As many as the largest answer of the API, with room for a page that asks for more.</summary>
    private const int MaxLimit = 1000;

    private static readonly ShardAnswer NotReady = new(ShardState.Loading, [], 0, 0);

    private readonly CancellationTokenSource _alive = new();
    private ShardCopy? _copy;
    private ShardState _state = ShardState.Loading;
    private ShardKey _key;
    private Task _loading = Task.CompletedTask;
    private Task _readingOn = Task.CompletedTask;
    private Task _keeping = Task.CompletedTask;
    private bool _leaves;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = ShardKey.Parse(this.GetPrimaryKeyString());
        // One that was raised here answers from its first moment on, so that a move leaves no gap.
        if (nursery.TakeReady(_key) is { } raised)
            BeReady(raised);
        else
            // Not awaited: loading may outlast the time that an activation is given.
            _loading = LoadAsync();
        this.RegisterGrainTimer(LookAroundAsync, new GrainTimerCreationOptions(LookPeriod, LookPeriod) { Interleave = true });
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _alive.CancelAsync();
        await _loading;
        await _readingOn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await _keeping;
        if (_copy is not { } copy)
            return;
        _copy = null;
        await nursery.LetGoAsync(copy, stays: !_leaves, cancellationToken);
    }

    public void Dispose() => _alive.Dispose();

    public async Task<ShardAnswer> SearchAsync(ShardQuery query, CancellationToken cancellationToken)
    {
        if (_state != ShardState.Ready || _copy is not { } copy)
            return NotReady with { State = _state };

        // The asker's token may die with its silo; the budget holds by this silo's own clock.
        using var budget = new CancellationTokenSource(query.Budget, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(budget.Token, cancellationToken);
        var token = deadline.Token;
        if (!await FollowAsync(copy, query.Version, token))
            return NotReady with { State = ShardState.Failed };
        var seen = copy.Seen;
        return await gate.RunAsync(() => Scan(copy.Index, query, seen, token), token);
    }

    public async Task<ShardReport> StatusAsync(long version, CancellationToken cancellationToken)
    {
        if (_state != ShardState.Ready || _copy is not { } copy)
            return new ShardReport(_state, 0, 0);
        return await FollowAsync(copy, version, cancellationToken)
            ? new ShardReport(ShardState.Ready, copy.Index.Count, copy.Seen)
            {
                Approximation = ShardApproximation.Of(copy.Index),
                Agreement = copy.Agreement,
                Unkept = copy.Keeper?.Fault is not null,
            }
            : new ShardReport(ShardState.Failed, 0, 0);
    }

    private static ShardAnswer Scan(IGalleryIndex index, ShardQuery query, long seen, CancellationToken cancellationToken)
    {
        var hits = new IndexHit[Math.Clamp(query.Limit, 1, MaxLimit)];
        var filter = new SearchFilter(query.Watchlists, query.At, query.MinimumCosine);
        var probe = MemoryMarshal.Cast<byte, float>(query.Probe);
        var result = index.SearchSubjects(probe, filter, hits, cancellationToken);
        return new ShardAnswer(ShardState.Ready, HitBytes.Pack(hits.AsSpan(0, result.Hits)), result.Searched, seen);
    }
}
