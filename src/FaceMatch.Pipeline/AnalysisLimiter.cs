namespace FaceMatch.Pipeline;

/// <summary>
/// Lets only so many pieces of image analysis run at once in this process, on threads of their own: cameras, searches
/// and enrolment share the cores and take none of the pool's threads, on which requests, grains and scans take their
/// turns of a few microseconds. Waiting is first in, first out, so that no caller is passed over.
/// </summary>
public sealed class AnalysisLimiter : IDisposable
{
    /// <summary>
    /// A pool with as many threads as cores would be full of pieces of tens of milliseconds each, and everything else would
    /// wait behind them at every step: under a load of searches a small request took 47 to 49 ms in nine of ten cases and 411 at
    /// most, with threads of their own 18 to 27 and 86. To start one costs some 0.1 ms (ops/decisions/0010).
    /// </summary>
    private const TaskCreationOptions OwnThread = TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach;

    private readonly SemaphoreSlim _slots;

    /// <summary>One a core: every model session computes on one thread, more would only take turns.</summary>
    public AnalysisLimiter()
        : this(Environment.ProcessorCount)
    {
    }

    /// <param name="atOnce">At least 1.</param>
    public AnalysisLimiter(int atOnce) => _slots = new SemaphoreSlim(atOnce, atOnce);

    /// <summary>
    /// Waits for a slot, then computes. Work that has begun is always waited for, also when the token is cancelled:
    /// native code may still be reading the caller's pixels.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled before the work began.</exception>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await Task.Factory.StartNew(work, CancellationToken.None, OwnThread, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public Task RunAsync(Action work, CancellationToken cancellationToken) =>
        RunAsync(
            () =>
            {
                work();
                return true;
            },
            cancellationToken);

    public void Dispose() => _slots.Dispose();
}
