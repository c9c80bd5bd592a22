using Npgsql;

namespace FaceMatch.Cluster.Hosting;

/// <summary>
/// The tables of Orleans' ADO.NET providers, which bring none. Their contract is in code only: they read the table OrleansQuery once
/// and run the statement that stands there under each key, with these parameters and columns.
/// </summary>
public static partial class OrleansTables
{
    /// <summary>"FMORLEAN" in ASCII: any number that no other user of the database locks.</summary>
    private const long Lock = 0x464D4F524C45414E;

    /// <summary>Makes what is missing and brings the statements to this version. Several servers may do so at once.</summary>
    public static async Task EnsureAsync(string connectionString, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync("SELECT pg_advisory_xact_lock($1)", Lock);
        await ExecuteAsync(Tables);
        foreach (var (key, text) in Membership.Concat(Reminders))
        {
            await ExecuteAsync(
                "INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES ($1, $2) ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText",
                key,
                text);
        }

        await transaction.CommitAsync(cancellationToken);

        async Task ExecuteAsync(string sql, params object[] values)
        {
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            foreach (var value in values)
                command.Parameters.Add(new NpgsqlParameter { Value = value });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);
        CREATE TABLE IF NOT EXISTS OrleansMembershipVersionTable (
            DeploymentId text PRIMARY KEY,
            Version integer NOT NULL DEFAULT 0,
            Timestamp timestamptz NOT NULL DEFAULT now());
        CREATE TABLE IF NOT EXISTS OrleansMembershipTable (
            DeploymentId text NOT NULL REFERENCES OrleansMembershipVersionTable,
            Address text NOT NULL,
            Port integer NOT NULL,
            Generation integer NOT NULL,
            SiloName text NOT NULL,
            HostName text NOT NULL,
            Status integer NOT NULL,
            ProxyPort integer NULL,
            SuspectTimes text NULL,
            StartTime timestamptz NOT NULL,
            IAmAliveTime timestamptz NOT NULL,
            PRIMARY KEY (DeploymentId, Address, Port, Generation));
        CREATE TABLE IF NOT EXISTS OrleansRemindersTable (
            ServiceId text NOT NULL,
            GrainId text NOT NULL,
            ReminderName text NOT NULL,
            StartTime timestamptz NOT NULL,
            Period bigint NOT NULL,
            GrainHash integer NOT NULL,
            Version integer NOT NULL DEFAULT 0,
            PRIMARY KEY (ServiceId, GrainId, ReminderName));
        CREATE INDEX IF NOT EXISTS OrleansReminders_Hash ON OrleansRemindersTable (ServiceId, GrainHash);
        """;
}
