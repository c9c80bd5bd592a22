using System.Diagnostics.CodeAnalysis;

namespace FaceMatch.LoadTest.Serving;

/// <summary>
/// Sends at a given rate whether answers come or not, as cameras and stations do, and counts a latency from the moment a request was
/// due: a server that stalls is charged for everything that it kept waiting, not for the one request that it stalled on.
/// </summary>
internal static class OpenLoop
{
    /// <summary>So many may be without an answer; beyond that the sender itself would be what is measured.</summary>
    private const int MostInFlight = 128;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="rate">Requests a second; 0 sends none.</param>
    /// <returns>When the last one is answered.</returns>
    public static async Task RunAsync(
        double rate, TimeSpan duration, OperationTimes times, TimeProvider time, Func<int, CancellationToken, Task> send, CancellationToken cancellationToken)
    {
        if (rate <= 0) return;
        using SemaphoreSlim inFlight = new(MostInFlight);
        long start = time.GetTimestamp();
        List<Task> running = [];
        for (int number = 0; ; number++)
        {
            TimeSpan due = TimeSpan.FromSeconds(number / rate);
            if (due >= duration || cancellationToken.IsCancellationRequested) break;
            TimeSpan wait = due - time.GetElapsedTime(start);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            await inFlight.WaitAsync(cancellationToken);
            running.RemoveAll(task => task.IsCompleted);
            running.Add(OneAsync(number, due, start, times, time, send, inFlight, cancellationToken));
        }

        await Task.WhenAll(running);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Every failure is counted by its kind; the load goes on.")]
    private static async Task OneAsync(
        int number, TimeSpan due, long start, OperationTimes times, TimeProvider time, Func<int, CancellationToken, Task> send, SemaphoreSlim inFlight,
        CancellationToken cancellationToken)
    {
        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await send(number, patience.Token);
            times.Succeeded(time.GetElapsedTime(start) - due);
        }
        catch (Exception fault)
        {
            times.Failed(fault);
        }
        finally
        {
            inFlight.Release();
        }
    }
}
