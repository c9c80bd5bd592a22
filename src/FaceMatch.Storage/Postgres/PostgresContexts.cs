using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Postgres;

/// <summary>Hands contexts of the pool out as what everybody asks for.</summary>
internal sealed class PostgresContexts(IDbContextFactory<PostgresDbContext> pool) : IDbContextFactory<FaceMatchDbContext>
{
    public FaceMatchDbContext CreateDbContext() => pool.CreateDbContext();

    public async Task<FaceMatchDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await pool.CreateDbContextAsync(cancellationToken);
}
