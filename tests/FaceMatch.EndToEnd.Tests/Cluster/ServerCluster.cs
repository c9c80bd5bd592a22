using System.Security.Cryptography;
using CliWrap;
using CliWrap.Buffered;
using FaceMatch.EndToEnd.Tests.Harness;
using FaceMatch.Tests.Shared;
using Npgsql;

namespace FaceMatch.EndToEnd.Tests.Cluster;

/// <summary>Several servers on this machine over a PostgreSQL of their own, which share nothing else but the data folder.</summary>
internal sealed class ServerCluster : IAsyncDisposable
{
    /// <summary>Orleans' number for a silo that the others took for dead.</summary>
    private const int Dead = 6;

    private static readonly TimeSpan PatienceWithNotice = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("facematch-cluster-");
    private readonly string _connection;

    private ServerCluster(PostgresServer postgres, string connection, int nodes)
    {
        Postgres = postgres;
        _connection = connection;
        // A machine that three servers, a database and a load share: the pack that computes least.
        Dictionary<string, string> settings = new(StringComparer.Ordinal)
        {
            ["ConnectionStrings__FaceMatch"] = connection + ";Maximum Pool Size=60", ["FACEMATCH_PACK"] = "fast",
        };
        Nodes = [.. Enumerable.Range(0, nodes).Select(_ => new ClusterNode(Path.Combine(_folder.FullName, "data"), BootstrapKey, settings))];
    }

    public PostgresServer Postgres { get; }

    public IReadOnlyList<ClusterNode> Nodes { get; }

    public string BootstrapKey { get; } = RandomNumberGenerator.GetHexString(64, lowercase: true);

    /// <summary>A PostgreSQL with an empty database; no node runs yet.</summary>
    public static async Task<ServerCluster> PrepareAsync(int nodes)
    {
        PostgresServer postgres = await PostgresServer.StartAsync();
        return new ServerCluster(postgres, await postgres.CreateDatabaseAsync(), nodes);
    }

    public IEnumerable<ClusterNode> Others(ClusterNode node) => Nodes.Where(other => other != node);

    /// <summary>Runs the load tool against this cluster.</summary>
    /// <exception cref="InvalidOperationException">It ended with a failure; says what it wrote.</exception>
    public async Task<string> LoadAsync(params string[] arguments)
    {
        BufferedCommandResult result = await CliWrap.Cli.Wrap(Repository.LoadProgram)
            .WithArguments(arguments)
            .WithEnvironmentVariables(new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["ConnectionStrings__FaceMatch"] = _connection, ["FACEMATCH_BOOTSTRAP_KEY"] = BootstrapKey,
            })
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync(TestContext.Current.CancellationToken);
        return result.ExitCode == 0
            ? result.StandardOutput
            : throw new InvalidOperationException($"The load tool ended with {result.ExitCode}: {result.StandardError}{result.StandardOutput}");
    }

    /// <summary>Until the nodes that are left have agreed that this one is gone.</summary>
    public Task NoticeAsync(ClusterNode node) => Eventually.BecomesTrueAsync("the cluster to notice", PatienceWithNotice, async token =>
        await ValueAsync("SELECT Status FROM OrleansMembershipTable WHERE Port = $1 ORDER BY Generation DESC LIMIT 1", token, node.SiloPort) is Dead);

    /// <summary>People who can be found.</summary>
    public async Task<long> ApprovedAsync(CancellationToken cancellationToken) =>
        (long)(await ValueAsync("SELECT count(*) FROM \"Subjects\" WHERE \"State\" = 'Approved'", cancellationToken))!;

    /// <summary>Until each of the nodes is reached by every shard.</summary>
    public static Task CoverAllAsync(IEnumerable<ClusterNode> nodes, TimeSpan patience) =>
        Eventually.BecomesTrueAsync("full coverage at every node", patience, async token =>
            (await Task.WhenAll(nodes.Select(node => node.CoversAllAsync(token)))).All(covers => covers));

    private async Task<object?> ValueAsync(string query, CancellationToken cancellationToken, params object[] values)
    {
        // A pooled connection may be from before a restart of the database.
        await using NpgsqlConnection connection = new(_connection + ";Pooling=false");
        await connection.OpenAsync(cancellationToken);
        await using NpgsqlCommand command = new(query, connection);
        foreach (object value in values) command.Parameters.Add(new NpgsqlParameter { Value = value });
        return await command.ExecuteScalarAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ClusterNode node in Nodes) await node.DisposeAsync();
        await Postgres.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
