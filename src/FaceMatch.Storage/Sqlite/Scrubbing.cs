using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Sqlite;

public static class Scrubbing
{
    private const string WriteBack = "PRAGMA wal_checkpoint(TRUNCATE)";

    /// <summary>
    /// Call after an erasure committed. Erased rows are zeroed in the database file (secure_delete), but the
    /// write-ahead log may still hold pages from before: this writes it back and cuts it to nothing.
    /// </summary>
    /// <returns>False when a reader or writer was in the way; call again later.</returns>
    /// <exception cref="Core.Refusals.RefusalException"><c>storage-unavailable</c></exception>
    public static async Task<bool> ScrubAsync(this FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = WriteBack;
            await using DbDataReader answer = await command.ExecuteReaderAsync(cancellationToken);
            return await answer.ReadAsync(cancellationToken) && answer.GetInt32(0) == 0;
        }
        catch (Exception fault) when (StorageFaults.Translate(fault) is not null)
        {
            throw StorageFaults.Translate(fault)!;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
