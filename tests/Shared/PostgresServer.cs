using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace FaceMatch.Tests.Shared;

/// <summary>
/// A PostgreSQL server of the tests' own, in a folder of its own on a free port of this machine. It ends with the process that
/// started it, however that ends.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "facematch";

    /// <summary>Not a secret: the server lives as long as the tests and hears this machine only. A log that shows it shows a leak.</summary>
    public const string Password = "a-password-that-no-log-may-show";

    // Many servers of ours at once, each with its own pool. Nothing here has to survive the loss of power.
    private const string Settings = "-c max_connections=400 -c fsync=off -c full_page_writes=off -c listen_addresses=127.0.0.1 -c max_locks_per_transaction=128";

    private static readonly Lazy<Task<PostgresServer>> One = new(StartAsync);

    private readonly string _folder;
    private readonly int _port;
    private readonly Process _keeper;
    private int _databases;

    private PostgresServer(string folder, int port, Process keeper)
    {
        _folder = folder;
        _port = port;
        _keeper = keeper;
    }

    /// <summary>One for all tests that do not stop it; made when the first asks for it.</summary>
    public static Task<PostgresServer> SharedAsync() => One.Value;

    /// <summary>Another one, which the test may stop and start.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"facematch-postgres-{Guid.NewGuid():N}");
        await PostgresPrograms.RunAsync("mkdir", "-m", "700", folder);
        string passwordFile = Path.Combine(folder, "password");
        await PostgresPrograms.RunAsync("sh", "-c", $"printf %s '{Password}' > '{passwordFile}'");
        await PostgresPrograms.RunAsync(
            "initdb", "-D", Path.Combine(folder, "data"), "-U", User, "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--no-sync");

        // Waits for the end of its input, which comes when this process ends.
        string clean = $"cat > /dev/null; pg_ctl -D '{folder}/data' -m immediate stop > /dev/null 2>&1; rm -rf '{folder}'";
        Process keeper = Process.Start(PostgresPrograms.Of("sh", "-c", clean))!;
        PostgresServer server = new(folder, FreePort(), keeper);
        await server.ContinueAsync();
        return server;
    }

    /// <summary>A new, empty database.</summary>
    /// <param name="template">The name of one to copy, which nobody may be connected to.</param>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"facematch_{Interlocked.Increment(ref _databases)}");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {template ?? "template0"}");
        return ConnectionTo(name);
    }

    /// <summary>Of a database that nobody needs any more, with whoever is connected to it.</summary>
    public Task DropDatabaseAsync(string connection) =>
        ExecuteAsync($"DROP DATABASE IF EXISTS {NameOf(connection)} WITH (FORCE)");

    public static string NameOf(string connection) => new NpgsqlConnectionStringBuilder(connection).Database!;

    public string ConnectionTo(string database) =>
        $"Host=127.0.0.1;Port={_port.ToString(CultureInfo.InvariantCulture)};Database={database};Username={User};Password={Password};Maximum Pool Size=15";

    /// <summary>As an administrator stops it: every session is cut off.</summary>
    public Task StopAsync() => PostgresPrograms.RunAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");

    public Task ContinueAsync() => PostgresPrograms.RunAsync(
        "pg_ctl", "-D", Data, "-w", "-l", Path.Combine(_folder, "log"), "-o", $"{Settings} -p {_port.ToString(CultureInfo.InvariantCulture)} -k {_folder}", "start");

    public async ValueTask DisposeAsync()
    {
        _keeper.StandardInput.Close();
        await _keeper.WaitForExitAsync();
        _keeper.Dispose();
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task ExecuteAsync(string statement)
    {
        await using NpgsqlConnection connection = new(ConnectionTo("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        await using NpgsqlCommand command = new(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
