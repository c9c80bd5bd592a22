using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using FaceMatch.Cluster.Shards;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster;

internal sealed partial class GalleryFanOut
{
    private enum LegOutcome
    {
        Ok,
        Loading,
        TimedOut,
        Failed,
    }

    private ShardKey Key(GalleryGeneration generation, int shard) => new(options.Gallery, generation.Number, shard);

    private IGalleryShardGrain Grain(ShardKey key) => grains.GetGrain<IGalleryShardGrain>(key.ToString());

    private async Task<Leg<T>[]> AskAllAsync<T>(
        GalleryGeneration generation,
        Func<IGalleryShardGrain, CancellationToken, Task<T>> ask,
        Func<T, ShardState> state,
        CancellationToken cancellationToken)
        where T : class
    {
        using var deadline = new CancellationTokenSource(options.EffectiveSearchDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var token = either.Token;
        var legs = await Task.WhenAll(Enumerable.Range(0, generation.ShardCount)
            .Select(shard => AskAsync(Key(generation, shard), ask, state, token)));
        cancellationToken.ThrowIfCancellationRequested();
        return legs;
    }

    [SuppressMessage("Design", "CA1031", Justification = "One shard's failure is part of the answer, whatever it was.")]
    private async Task<Leg<T>> AskAsync<T>(
        ShardKey key, Func<IGalleryShardGrain, CancellationToken, Task<T>> ask, Func<T, ShardState> state, CancellationToken token)
        where T : class
    {
        try
        {
            // Orleans looks at its own timeouts once a second: not waiting any longer is up to the asker.
            var answer = await ask(Grain(key), token).WaitAsync(token);
            return new Leg<T>(key.Shard, Outcome(state(answer)), answer);
        }
        catch (OperationCanceledException)
        {
            LogLegTimedOut(logger, key, options.EffectiveSearchDeadline);
            return new Leg<T>(key.Shard, LegOutcome.TimedOut, null);
        }
        catch (Exception fault)
        {
            LogLegFailed(logger, key, fault.GetType().Name);
            return new Leg<T>(key.Shard, LegOutcome.Failed, null);
        }
    }

    /// <summary>A shard that does not hear reads on when it is searched, and looks by itself; who committed does not wait for it.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "The change is in the truth already, whatever keeps the shard from hearing of it.")]
    private async Task TellAsync(ShardKey key, long version, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.EffectiveRefreshDeadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            await Grain(key).RefreshAsync(version, either.Token).WaitAsync(either.Token);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotTold(logger, key, fault.GetType().Name);
        }
    }

    private static LegOutcome Outcome(ShardState state) => state switch
    {
        ShardState.Ready => LegOutcome.Ok,
        ShardState.Loading => LegOutcome.Loading,
        _ => LegOutcome.Failed,
    };

    private sealed record Leg<T>(int Shard, LegOutcome Outcome, T? Answer)
        where T : class
    {
        public string Describe(int total)
        {
            var how = Outcome switch
            {
                LegOutcome.Loading => "is still loading",
                LegOutcome.TimedOut => "did not answer in time",
                _ => "failed",
            };
            return string.Create(CultureInfo.InvariantCulture, $"Shard {Shard + 1} of {total} {how}.");
        }
    }
}
