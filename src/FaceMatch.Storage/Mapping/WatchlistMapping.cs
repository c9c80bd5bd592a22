using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class WatchlistMapping : IEntityTypeConfiguration<Watchlist>, IEntityTypeConfiguration<WatchlistEntry>
{
    public void Configure(EntityTypeBuilder<Watchlist> builder)
    {
        builder.Property(list => list.Id).ValueGeneratedNever();
        builder.HasIndex(list => new { list.Unit, list.Name }).IsUnique();

        // Counted by a trigger on the entries: two officers who change a list at once both count.
        builder.Property(list => list.Version).HasDefaultValue(0L).Metadata.SetAfterSaveBehavior(PropertySaveBehavior.Ignore);
    }

    public void Configure(EntityTypeBuilder<WatchlistEntry> builder)
    {
        builder.HasKey(entry => new { entry.WatchlistId, entry.SubjectId });
        builder.HasIndex(entry => entry.SubjectId);
        builder.HasOne<Watchlist>().WithMany().HasForeignKey(entry => entry.WatchlistId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Subject>().WithMany().HasForeignKey(entry => entry.SubjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
