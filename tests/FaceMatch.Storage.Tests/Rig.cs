using FaceMatch.Core.Ledger;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Ledger;
using FaceMatch.Tests.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace FaceMatch.Storage.Tests;

/// <summary>Every test of the truth runs on both.</summary>
public enum Database
{
    Sqlite,
    Postgres,
}

/// <summary>The real storage on a data directory of its own, which <see cref="ReopenAsync"/> starts again.</summary>
public sealed class Rig : IAsyncDisposable
{
    public const string Pack = "default";

    public const string Embedder = "network-2";

    // Migrating takes most of a test's time, so it is done once; every start still checks that nothing is left to do.
    private static readonly Lazy<Task<byte[]>> Migrated = new(MigrateOnceAsync);
    private static readonly Lazy<Task<string>> MigratedPostgres = new(MigratePostgresOnceAsync);

    private readonly string _directory;
    private readonly string? _postgres;
    private ServiceProvider _services;

    private Rig(string directory, string? postgres, ServiceProvider services)
    {
        _directory = directory;
        _postgres = postgres;
        _services = services;
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; private init; } = new();

    public StorageOptions Options => OptionsOf(_directory, _postgres);

    public IServiceProvider Services => _services;

    public LedgerWriter Ledger => _services.GetRequiredService<LedgerWriter>();

    public static async Task<Rig> StartAsync(Database on = Database.Sqlite)
    {
        SkipWithout(on);
        string directory = Directory.CreateTempSubdirectory("facematch-storage-").FullName;
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero).AddTicks(1234567));
        string? postgres = null;
        if (on == Database.Postgres)
        {
            string template = PostgresServer.NameOf(await MigratedPostgres.Value);
            postgres = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync(template);
        }
        else
        {
            await File.WriteAllBytesAsync(OptionsOf(directory, null).DatabaseFile, await Migrated.Value, Cancel);
        }

        return new Rig(directory, postgres, await BuildAsync(OptionsOf(directory, postgres), time)) { Time = time };
    }

    /// <summary>Leaves the test out, visibly, where the database is not installed.</summary>
    public static void SkipWithout(Database on)
    {
        if (on == Database.Postgres && PostgresPrograms.Missing is { } missing) Assert.Skip(missing);
    }

    private static async Task<byte[]> MigrateOnceAsync()
    {
        string directory = Directory.CreateTempSubdirectory("facematch-storage-").FullName;
        StorageOptions options = OptionsOf(directory, null);
        await (await BuildAsync(options, TimeProvider.System)).DisposeAsync();
        SqliteConnection.ClearAllPools();
        byte[] database = await File.ReadAllBytesAsync(options.DatabaseFile);
        Directory.Delete(directory, recursive: true);
        return database;
    }

    private static async Task<string> MigratePostgresOnceAsync()
    {
        string directory = Directory.CreateTempSubdirectory("facematch-storage-").FullName;
        string connection = await (await PostgresServer.SharedAsync()).CreateDatabaseAsync();
        await (await BuildAsync(OptionsOf(directory, connection), TimeProvider.System)).DisposeAsync();
        NpgsqlConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
        return connection;
    }

    /// <summary>Stops everything and starts it again on the same files.</summary>
    public async Task ReopenAsync()
    {
        await StopAsync();
        _services = await BuildAsync(Options, Time);
    }

    public async Task StopAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
    }

    public FaceMatchDbContext Open() => _services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContext();

    public async Task SaveAsync(params object[] things)
    {
        await using FaceMatchDbContext db = Open();
        db.AddRange(things);
        await Ledger.SaveAsync(db, Cancel, Record("test.saved"));
    }

    public static LedgerRecord Record(string action, string target = "thing/1", string detail = "{}") =>
        new(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), "officer", false, action, target, detail);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_postgres is not null) await (await PostgresServer.SharedAsync()).DropDatabaseAsync(_postgres);
        Directory.Delete(_directory, recursive: true);
    }

    /// <summary>Another server on the same truth and the same folder.</summary>
    public Task<ServiceProvider> SecondServerAsync() => BuildAsync(Options, Time);

    private static StorageOptions OptionsOf(string directory, string? postgres) => new(directory, postgres) { LockTimeout = TimeSpan.FromSeconds(1) };

    private static async Task<ServiceProvider> BuildAsync(StorageOptions options, TimeProvider time)
    {
        ServiceCollection services = new();
        services.AddSingleton(time);
        services.AddSingleton(new ActivePack(Pack, Embedder));
        services.AddLogging();
        services.AddFaceMatchStorage(options);
        ServiceProvider provider = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
        try
        {
            await StorageStartup.MigrateAsync(provider, Cancel);
        }
        catch
        {
            await provider.DisposeAsync();
            throw;
        }

        return provider;
    }
}
