using System.Threading.Channels;

namespace FaceMatch.Server.Imports;

/// <summary>
/// Wakes the worker of this server. One place is enough: the work itself is in the database, and a wake-up means only "look there".
/// </summary>
public sealed class ImportSignal
{
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public void Wake() => _wake.Writer.TryWrite(true);

    /// <param name="longest">After which to look in any case, for what another server took in or left.</param>
    public async Task WaitAsync(TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        using CancellationTokenSource woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task call = _wake.Reader.WaitToReadAsync(woken.Token).AsTask();
        await Task.WhenAny(call, Task.Delay(longest, time, woken.Token));
        await woken.CancelAsync();
        await call.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _wake.Reader.TryRead(out _);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
