using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace FaceMatch.Storage.Sqlite;

/// <summary>Lets <c>dotnet ef migrations add</c> build the model without a host.</summary>
internal sealed class DesignTimeFactory : IDesignTimeDbContextFactory<FaceMatchDbContext>
{
    public FaceMatchDbContext CreateDbContext(string[] args)
    {
        DbContextOptionsBuilder<FaceMatchDbContext> builder = new();
        SqliteProvider.Configure(builder, new StorageOptions(Path.GetTempPath()));
        return new FaceMatchDbContext(builder.Options);
    }
}
