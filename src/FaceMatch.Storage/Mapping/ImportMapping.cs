using FaceMatch.Core.Imports;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class ImportMapping : IEntityTypeConfiguration<Import>, IEntityTypeConfiguration<ImportRejection>
{
    public void Configure(EntityTypeBuilder<Import> builder)
    {
        builder.Property(import => import.Id).ValueGeneratedNever();
        builder.Property(import => import.State).IsConcurrencyToken();
        builder.HasIndex(import => import.State);
        builder.HasMany(import => import.Rejections).WithOne().HasForeignKey(rejection => rejection.ImportId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<ImportRejection> builder)
    {
        builder.ToTable("ImportRejections");
        builder.HasKey(rejection => new { rejection.ImportId, rejection.Row });
        builder.Property(rejection => rejection.Row).ValueGeneratedNever();
    }
}
