using FaceMatch.Storage.Galleries;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class GalleryStateMapping : IEntityTypeConfiguration<GalleryState>
{
    public void Configure(EntityTypeBuilder<GalleryState> builder)
    {
        builder.Property(state => state.Id).ValueGeneratedNever();
        builder.ToTable(table => table.HasCheckConstraint("CK_GalleryState_One", $"\"Id\" = {GalleryState.TheOne}"));
        builder.HasData(new
        {
            Id = GalleryState.TheOne,
            Generation = 1,
            Shards = GalleryState.DefaultShards,
            Version = 0L,
        });
    }
}
