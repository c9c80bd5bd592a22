using FaceMatch.Core.Ledger;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Ledger;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Storage.Tests;

/// <summary>The real storage on a data directory of its own, which <see cref="ReopenAsync"/> starts again.</summary>
public sealed class Rig : IAsyncDisposable
{
    public const string Pack = "default";

    public const string Embedder = "network-2";

    // Migrating takes most of a test's time, so it is done once; every start still checks that nothing is left to do.
    private static readonly Lazy<Task<byte[]>> Migrated = new(MigrateOnceAsync);

    private readonly string _directory;
    private ServiceProvider _services;

    private Rig(string directory, ServiceProvider services)
    {
        _directory = directory;
        _services = services;
    }

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public FakeTimeProvider Time { get; private init; } = new();

    public StorageOptions Options => OptionsOf(_directory);

    public IServiceProvider Services => _services;

    public LedgerWriter Ledger => _services.GetRequiredService<LedgerWriter>();

    public static async Task<Rig> StartAsync()
    {
        string directory = Directory.CreateTempSubdirectory("facematch-storage-").FullName;
        FakeTimeProvider time = new(new DateTimeOffset(2026, 3, 1, 8, 30, 0, TimeSpan.Zero).AddTicks(1234567));
        await File.WriteAllBytesAsync(OptionsOf(directory).DatabaseFile, await Migrated.Value, Cancel);
        return new Rig(directory, await BuildAsync(directory, time)) { Time = time };
    }

    private static async Task<byte[]> MigrateOnceAsync()
    {
        string directory = Directory.CreateTempSubdirectory("facematch-storage-").FullName;
        await (await BuildAsync(directory, TimeProvider.System)).DisposeAsync();
        SqliteConnection.ClearAllPools();
        byte[] database = await File.ReadAllBytesAsync(OptionsOf(directory).DatabaseFile);
        Directory.Delete(directory, recursive: true);
        return database;
    }

    /// <summary>Stops everything and starts it again on the same files.</summary>
    public async Task ReopenAsync()
    {
        await StopAsync();
        _services = await BuildAsync(_directory, Time);
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
        Directory.Delete(_directory, recursive: true);
    }

    private static StorageOptions OptionsOf(string directory) => new(directory) { LockTimeout = TimeSpan.FromSeconds(1) };

    private static async Task<ServiceProvider> BuildAsync(string directory, TimeProvider time)
    {
        ServiceCollection services = new();
        services.AddSingleton(time);
        services.AddSingleton(new ActivePack(Pack, Embedder));
        services.AddLogging();
        services.AddFaceMatchStorage(OptionsOf(directory));
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
