using FaceMatch.Core.Cameras;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Images;
using FaceMatch.Core.Ledger;
using FaceMatch.Storage.Files;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Leases;
using FaceMatch.Storage.Ledger;
using FaceMatch.Storage.Postgres;
using FaceMatch.Storage.Sqlite;
using FaceMatch.Storage.Traffic;
using FaceMatch.Storage.Vault;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Storage;

public static class StorageServices
{
    /// <summary>
    /// Registers the database (pooled factory and scoped context), the ledger writer, the image vault and the gallery
    /// source. The host adds an <see cref="ActivePack"/>, and calls <see cref="StorageStartup"/> before anything else.
    /// </summary>
    /// <exception cref="StorageStartException">The options have faults; all are named.</exception>
    public static IServiceCollection AddFaceMatchStorage(this IServiceCollection services, StorageOptions options)
    {
        options.Validate();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddDatabase(options);
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContext());
        services.AddSingleton<DataDirectoryLock>();
        services.AddSingleton<ILedgerSigner, LedgerSigner>();
        services.AddSingleton<LedgerWriter>();
        services.AddSingleton(provider =>
        {
            // Opening wipes unfinished files: on SQLite they are nobody else's then.
            provider.GetRequiredService<DataDirectoryLock>().Acquire();
            return EncryptedImageVault.Open(options, provider.GetRequiredService<ILogger<EncryptedImageVault>>());
        });
        services.AddSingleton<IImageVault>(provider => provider.GetRequiredService<EncryptedImageVault>());
        services.AddSingleton<PostgresLeases>();
        services.AddSingleton<WorkLeases>();
        services.AddSingleton<IGallerySource, GallerySource>();
        services.AddSingleton<OtherPacks>();
        services.AddSingleton<ITrafficLog, TrafficLog>();
        return services;
    }

    private static void AddDatabase(this IServiceCollection services, StorageOptions options)
    {
        if (options.IsShared)
        {
            services.AddPooledDbContextFactory<PostgresDbContext>(builder => PostgresProvider.Configure(builder, options));
            services.AddSingleton<IDbContextFactory<FaceMatchDbContext>, PostgresContexts>();
        }
        else
        {
            services.AddPooledDbContextFactory<FaceMatchDbContext>(builder => SqliteProvider.Configure(builder, options));
        }
    }
}
