using FaceMatch.Storage.Galleries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class GalleryStateMapping : IEntityTypeConfiguration<GalleryState>, IEntityTypeConfiguration<GalleryChange>
{
    public void Configure(EntityTypeBuilder<GalleryState> builder)
    {
        builder.Property(state => state.Id).ValueGeneratedNever();
        builder.Property(state => state.ManifestVersion).IsConcurrencyToken();
        // The database counts it; a change of the generations must not put an older one back.
        builder.Property(state => state.Version).ValueGeneratedOnAddOrUpdate();
        builder.ToTable(table => table.HasCheckConstraint("CK_GalleryState_One", $"\"Id\" = {GalleryState.TheOne}"));
        builder.HasData(new
        {
            Id = GalleryState.TheOne,
            Generation = 1,
            Shards = GalleryState.DefaultShards,
            LastGeneration = 1,
            ManifestVersion = 0,
            Version = 0L,
        });
    }

    public void Configure(EntityTypeBuilder<GalleryChange> builder)
    {
        builder.HasKey(change => change.SubjectId);
        builder.Property(change => change.SubjectId).ValueGeneratedNever();
        builder.HasIndex(change => change.Version);
    }
}
