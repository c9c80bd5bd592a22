namespace FaceMatch.Pipeline;

/// <summary>
/// Lets only so many pieces of image analysis run at once in this process, off the caller's thread: cameras, searches
/// and enrolment share the cores instead of starving the request threads and the grain scheduler. Waiting is first in,
/// first out, so that no caller is passed over.
/// </summary>
public sealed class AnalysisLimiter : IDisposable
{
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
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
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
