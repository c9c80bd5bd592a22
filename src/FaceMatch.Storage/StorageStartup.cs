using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Storage;

public static class StorageStartup
{
    /// <summary>Makes the data directory, brings the database to this version's shape.</summary>
    public static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        StorageOptions options = services.GetRequiredService<StorageOptions>();
        OwnerOnly.CreateFolder(options.DataDirectory);
        await using FaceMatchDbContext db =
            await services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(cancellationToken);
        await db.Database.MigrateAsync(cancellationToken);
    }
}
