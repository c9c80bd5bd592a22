using FaceMatch.Storage.Postgres;

namespace FaceMatch.Storage.Leases;

/// <summary>
/// Work that one server at a time may do. Where several share the truth, a lease in the database says whose it is; it runs out by
/// itself when that server is killed, paused or cut off, and another takes the work over. With one server there is nothing to share.
/// A lease keeps servers out of each other's way; that nothing is written twice is for the transaction that writes to see to.
/// </summary>
public sealed class WorkLeases(StorageOptions options, PostgresLeases leases, TimeProvider time)
{
    /// <summary>Renewed three times in this, so that one renewal may fail, and short enough for nobody to wait long for a dead server.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan BetweenRenewals = Length / 3;

    /// <summary>Does the work if no other server does it, and cancels it when the lease could not be renewed in time.</summary>
    /// <param name="name">Of the work, for example <c>import/ID</c>.</param>
    /// <returns>False when another server has it.</returns>
    /// <exception cref="TimeoutException">The lease was lost in the middle of the work.</exception>
    public async Task<bool> RunAsync(string name, Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        if (!options.IsShared)
        {
            await work(cancellationToken);
            return true;
        }

        long asked = time.GetTimestamp();
        if (!await leases.TakeAsync(name, Length, cancellationToken)) return false;
        using CancellationTokenSource lost = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task keeping = KeepAsync(name, asked, lost, done.Token);
        try
        {
            await work(lost.Token);
        }
        catch (OperationCanceledException cancelled) when (lost.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The lease of {name} could not be renewed in time; whichever server takes it next goes on.", cancelled);
        }
        finally
        {
            await done.CancelAsync();
            await keeping;
            await leases.GiveBackAsync(name);
        }

        return true;
    }

    private async Task KeepAsync(string name, long asked, CancellationTokenSource lost, CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(BetweenRenewals, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested) return;
            long now = time.GetTimestamp();
            bool? renewed = await leases.RenewAsync(name, Length, cancellationToken);
            if (renewed == true) asked = now;
            if (renewed == false || time.GetElapsedTime(asked) + BetweenRenewals > Length)
            {
                await lost.CancelAsync();
                return;
            }
        }
    }
}
