using FaceMatch.Storage.Postgres;
using FaceMatch.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage;

public static class Scrubbing
{
    /// <summary>
    /// Call after an erasure committed. On SQLite the erased rows are zeroed in the database file (secure_delete) and this cuts off the
    /// write-ahead log, so that no file of ours holds them. On PostgreSQL it gives their space free for reuse; what pages, log and
    /// backups of the server still hold until they are written over is for the server's disk encryption (ops/postgresql.md).
    /// </summary>
    /// <returns>False when a reader or writer was in the way; call again later.</returns>
    /// <exception cref="Core.Refusals.RefusalException"><c>storage-unavailable</c></exception>
    public static async Task<bool> ScrubAsync(this FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            return db.Database.IsNpgsql()
                ? await PostgresScrub.RunAsync(db, cancellationToken)
                : await SqliteScrub.RunAsync(db, cancellationToken);
        }
        catch (Exception fault) when (StorageFaults.Translate(fault) is not null)
        {
            throw StorageFaults.Translate(fault)!;
        }
    }
}
