using FaceMatch.Storage.Postgres;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Tests;

public sealed class MigrationTests
{
    [Fact]
    public void Every_change_of_the_model_has_its_migration_on_sqlite()
    {
        using FaceMatchDbContext db = new(new DbContextOptionsBuilder<FaceMatchDbContext>().UseSqlite("Data Source=never-opened").Options);

        Assert.False(db.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Every_change_of_the_model_has_its_migration_on_postgresql()
    {
        using PostgresDbContext db = new(new DbContextOptionsBuilder<PostgresDbContext>().UseNpgsql("Host=never-opened;Database=none").Options);

        Assert.False(db.Database.HasPendingModelChanges());
    }
}
