using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using FaceMatch.Core.Alerts;

namespace FaceMatch.Server.Alerts;

/// <summary>Alerts as server-sent events, with a heartbeat between them.</summary>
internal static class AlertEvents
{
    private const string AlertType = "alert";
    private const string HeartbeatType = "heartbeat";

    /// <summary>Under the idle limits of usual proxies (60 s), and soon enough to notice a dead connection.</summary>
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>Begins with a heartbeat, so that the listener knows at once that it is connected.</summary>
    public static async IAsyncEnumerable<SseItem<AlertView?>> OfAsync(
        IAsyncEnumerable<AlertView> alerts, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return new SseItem<AlertView?>(null, HeartbeatType);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        IAsyncEnumerator<AlertView> next = alerts.GetAsyncEnumerator(done.Token);
        Task<bool> moving = next.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                if (!await ArrivesAsync(moving, time))
                {
                    yield return new SseItem<AlertView?>(null, HeartbeatType);
                    continue;
                }

                if (moving.IsCanceled || !await moving) break;
                yield return new SseItem<AlertView?>(next.Current, AlertType) { EventId = next.Current.Cursor };
                moving = next.MoveNextAsync().AsTask();
            }
        }
        finally
        {
            // The reader may be gone while the next alert is still waited for.
            await done.CancelAsync();
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await next.DisposeAsync();
        }
    }

    private static async Task<bool> ArrivesAsync(Task<bool> moving, TimeProvider time)
    {
        try
        {
            await moving.WaitAsync(Heartbeat, time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
