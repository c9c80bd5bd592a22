using System.Diagnostics.CodeAnalysis;

namespace FaceMatch.Cluster.Shards;

/// <summary>Reading the whole part, until it succeeds.</summary>
internal sealed partial class GalleryShardGrain
{
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(15);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever went wrong, the answer is to say so and to try again.")]
    private async Task LoadAsync()
    {
        await Task.Yield();
        try
        {
            if (await nursery.TakeAsync(_key, _alive.Token) is { } raised)
            {
                BeReady(raised);
                return;
            }
        }
        catch (Exception) when (_alive.IsCancellationRequested)
        {
            return;
        }
        catch (Exception fault)
        {
            LogNotTaken(logger, _key, fault.GetType().Name);
        }

        for (var delay = FirstRetry; ; delay = delay * 2 < LongestRetry ? delay * 2 : LongestRetry)
        {
            try
            {
                // On a pool thread: quantising a million vectors must not hold the grain's turn, in which searches are answered.
                BeReady(await Task.Run(() => nursery.LoadAsync(_key, _alive.Token), _alive.Token));
                return;
            }
            catch (Exception) when (_alive.IsCancellationRequested)
            {
                return;
            }
            catch (Exception fault)
            {
                _state = ShardState.Failed;
                LogLoadFailed(logger, _key, fault.GetType().Name, delay);
            }

            try
            {
                await Task.Delay(delay, time, _alive.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void BeReady(ShardCopy copy)
    {
        _copy = copy;
        _state = ShardState.Ready;
        LogReady(logger, _key, copy.Index.Count);
    }
}
