using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace FaceMatch.Storage.Sqlite;

/// <summary>Sets every connection up the same way, whoever opens it.</summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    /// <summary>
    /// WAL: readers and the writer do not wait for each other. synchronous=FULL: an answered request survives the
    /// loss of power, not only of the process. secure_delete: what is erased is overwritten in the file.
    /// temp_store: no template is spilled into a temporary file. trusted_schema: a tampered file cannot call functions.
    /// </summary>
    private const string Setup = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = FULL;
        PRAGMA foreign_keys = ON;
        PRAGMA secure_delete = ON;
        PRAGMA temp_store = MEMORY;
        PRAGMA trusted_schema = OFF;
        """;

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = Setup;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using DbCommand command = connection.CreateCommand();
        command.CommandText = Setup;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
