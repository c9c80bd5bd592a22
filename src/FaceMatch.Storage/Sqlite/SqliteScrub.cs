using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Sqlite;

/// <summary>
/// Erased rows are zeroed in the database file, but the write-ahead log may still hold pages from before: this writes it back and
/// cuts it to nothing.
/// </summary>
internal static class SqliteScrub
{
    private const string WriteBack = "PRAGMA wal_checkpoint(TRUNCATE)";

    public static async Task<bool> RunAsync(FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        try
        {
            await db.Database.OpenConnectionAsync(cancellationToken);
            await using DbCommand command = db.Database.GetDbConnection().CreateCommand();
            command.CommandText = WriteBack;
            await using DbDataReader answer = await command.ExecuteReaderAsync(cancellationToken);
            return await answer.ReadAsync(cancellationToken) && answer.GetInt32(0) == 0;
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }
}
