using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Searches;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class LiveMapping :
    IEntityTypeConfiguration<Camera>, IEntityTypeConfiguration<TrafficDay>, IEntityTypeConfiguration<Deployment>,
    IEntityTypeConfiguration<StopOrder>, IEntityTypeConfiguration<Alert>
{
    public void Configure(EntityTypeBuilder<Camera> builder) =>
        builder.Property(camera => camera.Id).ValueGeneratedNever();

    public void Configure(EntityTypeBuilder<TrafficDay> builder)
    {
        builder.HasKey(day => new { day.CameraId, day.Day });
        builder.HasIndex(day => day.Day);
        builder.HasOne<Camera>().WithMany().HasForeignKey(day => day.CameraId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Deployment> builder)
    {
        builder.Property(deployment => deployment.Id).ValueGeneratedNever();
        builder.Property(deployment => deployment.State).IsConcurrencyToken();
        builder.PrimitiveCollection(deployment => deployment.CameraIds);
        builder.PrimitiveCollection(deployment => deployment.WatchlistIds);
        builder.HasIndex(deployment => new { deployment.State, deployment.EndsAt });
    }

    public void Configure(EntityTypeBuilder<StopOrder> builder)
    {
        builder.Property(order => order.Id).ValueGeneratedNever();
        builder.Property(order => order.LiftedAt).IsConcurrencyToken();
        builder.HasIndex(order => order.LiftedAt);
        builder.HasOne<Camera>().WithMany().HasForeignKey(order => order.CameraId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<Alert> builder)
    {
        // The order of arrival is the key, because SQLite numbers nothing else; the id is unique beside it.
        builder.HasKey(alert => alert.Sequence);
        builder.Property(alert => alert.Sequence).ValueGeneratedOnAdd();
        builder.HasAlternateKey(alert => alert.Id);
        builder.Property(alert => alert.Id).ValueGeneratedNever();
        builder.HasIndex(alert => alert.RaisedAt);
        builder.HasIndex(alert => alert.ShotHash);
        builder.HasIndex(alert => alert.PurgedAt);

        // Nothing is purged that somebody holds at the same moment.
        builder.Property(alert => alert.HeldAt).IsConcurrencyToken();
        builder.Property(alert => alert.PurgedAt).IsConcurrencyToken();
        builder.HasOne<Deployment>().WithMany().HasForeignKey(alert => alert.DeploymentId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Camera>().WithMany().HasForeignKey(alert => alert.CameraId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(alert => alert.Candidate).WithOne()
            .HasForeignKey<Candidate>(candidate => candidate.AlertId)
            .HasPrincipalKey<Alert>(alert => alert.Id)
            .OnDelete(DeleteBehavior.Cascade);
    }
}
