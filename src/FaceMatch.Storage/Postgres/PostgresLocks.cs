using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Postgres;

/// <summary>
/// What several servers on one database agree on through it: advisory locks, which PostgreSQL frees by itself when the session that
/// holds one ends, in whatever way.
/// </summary>
internal static class PostgresLocks
{
    // Any two numbers of our own; a database is not shared with another application.
    private const long Start = 0x46_4D_00_01;
    private const long Writer = 0x46_4D_00_02;

    /// <summary>
    /// A server that stops answering between two statements (paused, or cut off) gives the writers' lock back after this. Longer than
    /// the work inside any transaction of ours.
    /// </summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Waits until no other server is starting. Held until the connection of <paramref name="db"/> is closed.</summary>
    public static Task WaitToStartAsync(FaceMatchDbContext db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Start})", cancellationToken);

    public static Task StartedAsync(FaceMatchDbContext db) =>
        db.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Start})", CancellationToken.None);

    /// <summary>
    /// The first thing in a transaction that writes: until it ends, no other server writes, as <c>BEGIN IMMEDIATE</c> does on SQLite.
    /// Every statement after it sees what the writer before committed.
    /// </summary>
    public static Task WaitToWriteAsync(FaceMatchDbContext db, TimeSpan patience, CancellationToken cancellationToken)
    {
        string statement = string.Create(
            CultureInfo.InvariantCulture,
            $"SET LOCAL lock_timeout = {(int)patience.TotalMilliseconds}; SET LOCAL idle_in_transaction_session_timeout = {(int)LongestPause.TotalMilliseconds}; SELECT pg_advisory_xact_lock({Writer})");
        return db.Database.ExecuteSqlRawAsync(statement, cancellationToken);
    }
}
