using FaceMatch.Core.Imports;
using FaceMatch.Core.Subjects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class ImportMapping :
    IEntityTypeConfiguration<Import>, IEntityTypeConfiguration<ImportRejection>, IEntityTypeConfiguration<ImportFinding>
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

    /// <summary>A finding says something of each of its subjects, so it lives no longer than the first of them to go.</summary>
    public void Configure(EntityTypeBuilder<ImportFinding> builder)
    {
        builder.ToTable("ImportFindings");
        builder.Property(finding => finding.Id).ValueGeneratedOnAdd();
        builder.HasOne<Import>().WithMany().HasForeignKey(finding => finding.ImportId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Subject>().WithMany().HasForeignKey(finding => finding.SubjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Subject>().WithMany().HasForeignKey(finding => finding.OtherSubjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<ReferenceImage>().WithMany().HasForeignKey(finding => finding.ImageId).OnDelete(DeleteBehavior.Cascade);
    }
}
