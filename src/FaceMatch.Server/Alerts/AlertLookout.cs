using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Alerts;

/// <summary>
/// Wakes this server's listeners for alerts that a camera on another server raised. It asks the truth instead of being told by
/// PostgreSQL (LISTEN): the answer is the end of a key, and nothing is missed while a connection is away.
/// </summary>
public sealed class AlertLookout(IDbContextFactory<FaceMatchDbContext> contexts, AlertFeed feed, StorageOptions storage, TimeProvider time)
    : BackgroundService
{
    /// <summary>What an alert of another server takes longer to be shown, at most.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The only server tells its listeners by itself.
        if (!storage.IsShared) return;
        long seen = 0;
        using PeriodicTimer looks = new(BetweenLooks, time);
        while (await looks.WaitForNextTickAsync(stoppingToken))
        {
            if (!feed.IsHeard || await NewestAsync(stoppingToken) is not { } newest || newest == seen) continue;
            seen = newest;
            feed.Wake();
        }
    }

    /// <returns>Null while the database does not answer: the next look makes up for it.</returns>
    private async Task<long?> NewestAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
            return await db.Alerts.MaxAsync(alert => (long?)alert.Sequence, cancellationToken) ?? 0;
        }
        catch (Exception fault) when (StorageFaults.Translate(fault) is not null)
        {
            return null;
        }
    }
}
