using System.Collections.Concurrent;

namespace FaceMatch.Tests.Shared;

/// <summary>
/// Which database the whole suite runs on: <c>FACEMATCH_TEST_DATABASE=postgres</c>, or SQLite without it. The tests themselves do not know.
/// </summary>
internal static class TestDatabase
{
    private const string Variable = "FACEMATCH_TEST_DATABASE";

    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Connections = new(StringComparer.Ordinal);

    public static bool IsPostgres { get; } = Environment.GetEnvironmentVariable(Variable) switch
    {
        null or "" or "sqlite" => false,
        "postgres" when PostgresPrograms.Missing is null => true,
        "postgres" => throw new InvalidOperationException(PostgresPrograms.Missing),
        string other => throw new InvalidOperationException($"{Variable} is {other}: give sqlite or postgres."),
    };

    /// <summary>The connection to the database that goes with a data directory, always the same one; null on SQLite, which is in it.</summary>
    public static string? ConnectionFor(string dataDirectory) => IsPostgres
        ? Connections.GetOrAdd(dataDirectory, static _ => new Lazy<Task<string>>(
            async () => await (await PostgresServer.SharedAsync()).CreateDatabaseAsync())).Value.GetAwaiter().GetResult()
        : null;

    /// <summary>When the data directory is deleted.</summary>
    public static async Task DropAsync(string dataDirectory)
    {
        if (Connections.TryRemove(dataDirectory, out Lazy<Task<string>>? connection))
            await (await PostgresServer.SharedAsync()).DropDatabaseAsync(await connection.Value);
    }
}
