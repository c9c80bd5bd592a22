using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Postgres;

/// <summary>One server at a time starts: migrates, and makes what only the first one makes. Disposing lets the next one in.</summary>
internal sealed class PostgresStart : IAsyncDisposable
{
    /// <summary>A machine that boots starts both at once; PostgreSQL may come up after us, and replay its log first.</summary>
    private static readonly TimeSpan PatienceForServer = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(500);

    /// <summary>For the start of another server, or a migration of our own, over a large table.</summary>
    private static readonly TimeSpan PatienceForMigration = TimeSpan.FromHours(1);

    private readonly FaceMatchDbContext _db;

    private PostgresStart(FaceMatchDbContext db) => _db = db;

    public static async Task<PostgresStart> WaitAsync(FaceMatchDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        db.Database.SetCommandTimeout(PatienceForMigration);
        await OpenAsync(db, time, cancellationToken);
        await PostgresLocks.WaitToStartAsync(db, cancellationToken);
        return new PostgresStart(db);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await PostgresLocks.StartedAsync(_db);
        }
        catch (Exception fault) when (StorageFaults.Translate(fault) is not null)
        {
            // The session is gone, and its lock with it.
        }
        finally
        {
            await _db.Database.CloseConnectionAsync();
            _db.Database.SetCommandTimeout((int?)null);
        }
    }

    private static async Task OpenAsync(FaceMatchDbContext db, TimeProvider time, CancellationToken cancellationToken)
    {
        long begun = time.GetTimestamp();
        while (true)
        {
            try
            {
                await db.Database.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (Exception fault) when (PostgresFaults.IsPassing(fault) && time.GetElapsedTime(begun) < PatienceForServer)
            {
                await Task.Delay(BetweenTries, time, cancellationToken);
            }
        }
    }
}
