using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace FaceMatch.Storage.Postgres;

/// <summary>Everything that makes the context a PostgreSQL one.</summary>
internal static class PostgresProvider
{
    /// <summary>Three servers stay below the 100 connections that PostgreSQL allows unless told otherwise.</summary>
    private const int ConnectionsAServer = 30;

    /// <summary>Seconds. A server that is not there must be told of while the client still waits.</summary>
    private const int ConnectTimeout = 5;

    /// <summary>
    /// No retrying strategy: it would repeat a whole transaction without knowing what became of the first try. A fault is told to
    /// the client instead, who knows what it asked for.
    /// </summary>
    public static void Configure(DbContextOptionsBuilder builder, StorageOptions options) =>
        builder.UseNpgsql(ConnectionString(options.PostgresConnection!));

    /// <summary>What is wrong with the connection string, without any part of it; null when nothing is.</summary>
    public static string? Fault(string connectionString)
    {
        try
        {
            NpgsqlConnectionStringBuilder parsed = new(connectionString);
            return string.IsNullOrEmpty(parsed.Host) || string.IsNullOrEmpty(parsed.Database)
                ? "names no host or no database: give Host=...;Database=...;Username=...;Password=..."
                : null;
        }
        catch (Exception fault) when (fault is ArgumentException or FormatException)
        {
            return "is not a PostgreSQL connection string: give Host=...;Database=...;Username=...;Password=...";
        }
    }

    private static string ConnectionString(string given)
    {
        NpgsqlConnectionStringBuilder parsed = new(given)
        {
            // What a row holds must not get into a log by way of an error message.
            IncludeErrorDetail = false,
            PersistSecurityInfo = false,
        };
        if (!Says(parsed, "Application Name")) parsed.ApplicationName = "FaceMatch";
        if (!Says(parsed, "Maximum Pool Size")) parsed.MaxPoolSize = ConnectionsAServer;
        if (!Says(parsed, "Timeout")) parsed.Timeout = ConnectTimeout;
        return parsed.ConnectionString;
    }

    /// <summary>Whether the operator set it; then it stands.</summary>
    private static bool Says(NpgsqlConnectionStringBuilder parsed, string key) => parsed.ShouldSerialize(key);
}
