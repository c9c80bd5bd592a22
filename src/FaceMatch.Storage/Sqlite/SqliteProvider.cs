using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Sqlite;

/// <summary>Everything that makes the context an SQLite one.</summary>
internal static class SqliteProvider
{
    private static readonly SqlitePragmas Pragmas = new();

    public static void Configure(DbContextOptionsBuilder builder, StorageOptions options) =>
        builder.UseSqlite(ConnectionString(options)).AddInterceptors(Pragmas);

    private static string ConnectionString(StorageOptions options) =>
        new SqliteConnectionStringBuilder
        {
            DataSource = options.DatabaseFile,
            ForeignKeys = true,
            DefaultTimeout = (int)Math.Ceiling(options.LockTimeout.TotalSeconds),
        }.ConnectionString;
}
