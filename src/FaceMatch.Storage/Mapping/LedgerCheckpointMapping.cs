using FaceMatch.Core.Ledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class LedgerCheckpointMapping : IEntityTypeConfiguration<LedgerCheckpoint>
{
    public void Configure(EntityTypeBuilder<LedgerCheckpoint> builder)
    {
        builder.HasKey(checkpoint => checkpoint.Sequence);
        builder.Property(checkpoint => checkpoint.Sequence).ValueGeneratedNever();
        builder.HasOne<LedgerEntry>().WithOne()
            .HasForeignKey<LedgerCheckpoint>(checkpoint => checkpoint.Sequence).OnDelete(DeleteBehavior.Restrict);
    }
}
