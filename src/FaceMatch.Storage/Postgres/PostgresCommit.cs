using FaceMatch.Core.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FaceMatch.Storage.Postgres;

/// <summary>Finds out what became of a commit that was sent and whose answer was lost with the connection.</summary>
internal static class PostgresCommit
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(250);

    /// <summary>
    /// Looks for the entries, which stand or fall with everything else of their transaction, as soon as the database answers again.
    /// </summary>
    /// <exception cref="Core.Refusals.RefusalException">It does not answer within <paramref name="patience"/>, or there is no entry to look for.</exception>
    public static async Task<bool> HappenedAsync(
        FaceMatchDbContext db, IReadOnlyList<LedgerEntry> entries, TimeSpan patience, TimeProvider time, Exception lost)
    {
        if (entries.Count == 0) throw PostgresFaults.Unanswered(lost);
        long begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await LookAsync(db, entries[^1], patience);
            }
            catch (Exception fault) when (StorageFaults.Translate(fault) is not null)
            {
                if (time.GetElapsedTime(begun) >= patience) throw PostgresFaults.Unanswered(lost);
                await Task.Delay(BetweenLooks, time, CancellationToken.None);
            }
        }
    }

    /// <summary>With the writers' lock: the session that was cut off may be committing still, and holds it until it has.</summary>
    private static async Task<bool> LookAsync(FaceMatchDbContext db, LedgerEntry entry, TimeSpan patience)
    {
        await using IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(CancellationToken.None);
        await PostgresLocks.WaitToWriteAsync(db, patience, CancellationToken.None);
        return await db.LedgerEntries.AnyAsync(kept => kept.Sequence == entry.Sequence && kept.Hash == entry.Hash);
    }
}
