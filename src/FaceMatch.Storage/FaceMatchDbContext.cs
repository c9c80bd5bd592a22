using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Storage.Accounts;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Mapping;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage;

/// <summary>
/// The truth. Read through the sets; save through <see cref="Ledger.LedgerWriter"/> only, so that nothing happens
/// without its entry in the ledger. This very class is the one on SQLite and carries its migrations; on PostgreSQL it is
/// <see cref="Postgres.PostgresDbContext"/>, with migrations of its own.
/// </summary>
public class FaceMatchDbContext : IdentityDbContext<AccountRow, IdentityRole<Guid>, Guid>
{
    public FaceMatchDbContext(DbContextOptions<FaceMatchDbContext> options)
        : base(options)
    {
    }

    private protected FaceMatchDbContext(DbContextOptions options)
        : base(options)
    {
    }

    public DbSet<ApiKeyRow> ApiKeys => Set<ApiKeyRow>();

    public DbSet<Subject> Subjects => Set<Subject>();

    public DbSet<ReferenceImage> ReferenceImages => Set<ReferenceImage>();

    public DbSet<FaceTemplate> Templates => Set<FaceTemplate>();

    public DbSet<Watchlist> Watchlists => Set<Watchlist>();

    public DbSet<WatchlistEntry> WatchlistEntries => Set<WatchlistEntry>();

    public DbSet<Import> Imports => Set<Import>();

    public DbSet<ImportFinding> ImportFindings => Set<ImportFinding>();

    public DbSet<ProbeSearch> Searches => Set<ProbeSearch>();

    public DbSet<Candidate> Candidates => Set<Candidate>();

    public DbSet<Opinion> Opinions => Set<Opinion>();

    public DbSet<Camera> Cameras => Set<Camera>();

    public DbSet<TrafficDay> TrafficDays => Set<TrafficDay>();

    public DbSet<Deployment> Deployments => Set<Deployment>();

    public DbSet<StopOrder> StopOrders => Set<StopOrder>();

    public DbSet<Alert> Alerts => Set<Alert>();

    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    public DbSet<LedgerCheckpoint> LedgerCheckpoints => Set<LedgerCheckpoint>();

    /// <summary>One row.</summary>
    public DbSet<GalleryState> GalleryState => Set<GalleryState>();

    public DbSet<GalleryChange> GalleryChanges => Set<GalleryChange>();

    /// <summary>Fixed, so that the tables do not depend on how a host configures ASP.NET Identity.</summary>
    protected override Version SchemaVersion => IdentitySchemaVersions.Version2;

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicks>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.HaveJson<Box>();
        configurationBuilder.HaveJson<Landmarks>();
        configurationBuilder.HaveJson<FaceQuality>();
        configurationBuilder.HaveJson<ModelIdentity>();
        configurationBuilder.HaveJson<Coverage>();
        configurationBuilder.HaveJson<DeploymentThreshold>();
        configurationBuilder.HaveJson<FeatureChecklist>();
        configurationBuilder.HaveJson<List<ProbeFace>>();
        configurationBuilder.HaveJson<List<WatchlistVersion>>();
        configurationBuilder.HaveJson<SearchedGallery>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(FaceMatchDbContext).Assembly);
    }
}
