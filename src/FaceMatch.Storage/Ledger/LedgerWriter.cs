using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Storage.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace FaceMatch.Storage.Ledger;

/// <summary>
/// The one way to save: what is pending in the context and the ledger entries that tell of it become durable
/// together, or not at all. So does a signed checkpoint where one is due.
/// </summary>
public sealed class LedgerWriter(TimeProvider time, StorageOptions options, ILedgerSigner signer) : IDisposable
{
    // One writer at a time: each entry needs the hash of the one before. The database holds its own lock as well, so
    // that a second process waits instead of forking the chain; this one keeps our own writers out of its busy loop, and on
    // PostgreSQL leaves connections to those who read.
    private readonly SemaphoreSlim _oneWriter = new(1, 1);

    /// <summary>Saves the pending changes of <paramref name="db"/> with <paramref name="records"/>, in this order.</summary>
    /// <exception cref="RefusalException">
    /// <c>storage-unavailable</c>, <c>changed-meanwhile</c>, or a code that says what exists already. Nothing was written then, unless
    /// the message says that PostgreSQL went away in the middle of the commit and is not back yet.
    /// </exception>
    public Task SaveAsync(FaceMatchDbContext db, CancellationToken cancellationToken, params LedgerRecord[] records) =>
        SaveAsync(db, static _ => Task.CompletedTask, cancellationToken, records);

    /// <summary>
    /// The same, after <paramref name="within"/> did its work inside the transaction, for what must save by itself:
    /// user managers, bulk updates. Keep it short, every other writer waits for it.
    /// </summary>
    public async Task SaveAsync(
        FaceMatchDbContext db, Func<CancellationToken, Task> within, CancellationToken cancellationToken, params LedgerRecord[] records)
    {
        await _oneWriter.WaitAsync(cancellationToken);
        try
        {
            await WriteAsync(db, within, records, cancellationToken);
        }
        catch (Exception fault) when (StorageFaults.Translate(fault) is not null)
        {
            throw StorageFaults.Translate(fault)!;
        }
        finally
        {
            _oneWriter.Release();
        }
    }

    public void Dispose() => _oneWriter.Dispose();

    private async Task WriteAsync(
        FaceMatchDbContext db, Func<CancellationToken, Task> within, LedgerRecord[] records, CancellationToken cancellationToken)
    {
        List<LedgerEntry> entries = new(records.Length);
        List<LedgerCheckpoint> checkpoints = [];
        try
        {
            await using (IDbContextTransaction transaction = await BeginAsync(db, cancellationToken))
            {
                await within(cancellationToken);
                await AppendAsync(db, records, entries, checkpoints, cancellationToken);
                await db.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellationToken);

                // Past this point the caller's patience does not count: a commit is answered for, one way or the other.
                await CommitAsync(db, transaction, entries);
            }

            db.ChangeTracker.AcceptAllChanges();
        }
        finally
        {
            // Whether written or not: a second save with the same context must not write them again.
            foreach (LedgerEntry entry in entries) db.Entry(entry).State = EntityState.Detached;
            foreach (LedgerCheckpoint checkpoint in checkpoints) db.Entry(checkpoint).State = EntityState.Detached;
        }
    }

    /// <summary>The end of the chain cannot move between the read and the write: on SQLite this is <c>BEGIN IMMEDIATE</c>.</summary>
    private async Task<IDbContextTransaction> BeginAsync(FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        IDbContextTransaction transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        try
        {
            if (options.IsShared) await PostgresLocks.WaitToWriteAsync(db, options.LockTimeout, cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    private async Task CommitAsync(FaceMatchDbContext db, IDbContextTransaction transaction, List<LedgerEntry> entries)
    {
        try
        {
            await transaction.CommitAsync(CancellationToken.None);
        }
        catch (Exception fault) when (options.IsShared && StorageFaults.Translate(fault) is not null)
        {
            await transaction.DisposeAsync();
            if (!await PostgresCommit.HappenedAsync(db, entries, options.LockTimeout, time, fault)) throw;
        }
    }

    private async Task AppendAsync(
        FaceMatchDbContext db, LedgerRecord[] records, List<LedgerEntry> entries, List<LedgerCheckpoint> checkpoints,
        CancellationToken cancellationToken)
    {
        if (records.Length == 0) return;
        LedgerEntry? last = await db.LedgerEntries.AsNoTracking()
            .OrderByDescending(entry => entry.Sequence).FirstOrDefaultAsync(cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        foreach (LedgerRecord record in records)
        {
            LedgerEntry? previous = last;
            last = LedgerEntry.After(previous, record, now);
            entries.Add(last);
            db.LedgerEntries.Add(last);
            if (LedgerCheckpoint.IsDue(previous, last)) checkpoints.Add(LedgerCheckpoint.On(last, signer));
        }

        db.LedgerCheckpoints.AddRange(checkpoints);
    }
}
