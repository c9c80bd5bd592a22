using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Postgres;

/// <summary>
/// The truth on PostgreSQL. A class of its own because migrations belong to a context's type; whoever reads or writes knows only
/// <see cref="FaceMatchDbContext"/>.
/// </summary>
public sealed class PostgresDbContext(DbContextOptions<PostgresDbContext> options) : FaceMatchDbContext(options)
{
    /// <summary>By code point, as SQLite compares: the order of pages must not depend on the locale that a database was made with.</summary>
    private const string ByCodePoint = "C";

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        base.ConfigureConventions(configurationBuilder);
        configurationBuilder.Properties<string>().UseCollation(ByCodePoint);
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.Entity<WorkLease>(lease =>
        {
            lease.ToTable("WorkLeases");
            lease.HasKey(row => row.Name);
            lease.Property(row => row.Name).HasMaxLength(WorkLease.LongestName);
        });
    }
}
