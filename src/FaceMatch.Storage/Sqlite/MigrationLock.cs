using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Sqlite;

/// <summary>
/// EF Core keeps other migrators out by a row in the database, which outlives a process that is killed while it
/// migrates: every later start would wait for it for ever. Our own lock on the data directory says that nobody else
/// migrates, so a row that is there is a dead one.
/// </summary>
internal static class MigrationLock
{
    private const string Table = "__EFMigrationsLock";

    public static async Task FreeAsync(FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        int tables = await db.Database
            .SqlQuery<int>($"SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = {Table}")
            .SingleAsync(cancellationToken);
        if (tables > 0) await db.Database.ExecuteSqlRawAsync($"DELETE FROM \"{Table}\"", cancellationToken);
    }
}
