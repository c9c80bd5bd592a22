using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace FaceMatch.Storage.Postgres;

/// <summary>Lets <c>dotnet ef migrations add --context PostgresDbContext</c> build the model without a host or a database.</summary>
internal sealed class PostgresDesignTimeFactory : IDesignTimeDbContextFactory<PostgresDbContext>
{
    public PostgresDbContext CreateDbContext(string[] args)
    {
        DbContextOptionsBuilder<PostgresDbContext> builder = new();
        PostgresProvider.Configure(builder, new StorageOptions(Path.GetTempPath(), "Host=localhost;Database=facematch"));
        return new PostgresDbContext(builder.Options);
    }
}
