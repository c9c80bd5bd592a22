using FaceMatch.Core.Images;
using FaceMatch.Storage.Files;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Postgres;
using FaceMatch.Storage.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Storage;

public static class StorageStartup
{
    /// <summary>
    /// Takes the data directory for this process, opens the vault and brings the database to this version's shape. A
    /// stop in the middle, of whatever kind, needs no repair: the next start goes on.
    /// </summary>
    /// <exception cref="StorageStartException">The storage cannot be started as it is; the message says what to do.</exception>
    public static Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        MigrateAsync(services, static _ => Task.CompletedTask, cancellationToken);

    /// <summary>The same, and then <paramref name="firstUse"/> before another server on the same database may start.</summary>
    public static async Task MigrateAsync(
        IServiceProvider services, Func<CancellationToken, Task> firstUse, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db =
            await services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(cancellationToken);
        try
        {
            await using IAsyncDisposable? alone = services.GetRequiredService<StorageOptions>().IsShared
                ? await PostgresStart.WaitAsync(db, services.GetRequiredService<TimeProvider>(), cancellationToken)
                : null;
            services.GetRequiredService<DataDirectoryLock>().Acquire();
            services.GetRequiredService<IImageVault>();
            await RefuseNewerAsync(db, cancellationToken);
            if (alone is null) await MigrationLock.FreeAsync(db, cancellationToken);
            await db.Database.MigrateAsync(cancellationToken);
            await ShardHashes.FillAsync(db, cancellationToken);
            await firstUse(cancellationToken);
        }
        catch (Exception fault) when (StorageFaults.Translate(fault) is { } refusal)
        {
            throw new StorageStartException(refusal.Message, fault);
        }
    }

    private static async Task RefuseNewerAsync(FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        IEnumerable<string> applied = await db.Database.GetAppliedMigrationsAsync(cancellationToken);
        string? unknown = applied.Except(db.Database.GetMigrations(), StringComparer.Ordinal).FirstOrDefault();
        if (unknown is not null)
        {
            throw new StorageStartException(
                $"The database was written by a newer version of FaceMatch (it has {unknown}); start that version, or restore the backup made before it.");
        }
    }
}
