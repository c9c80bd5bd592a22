using FaceMatch.Core.Imports;
using FaceMatch.Core.Subjects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class SubjectMapping :
    IEntityTypeConfiguration<Subject>, IEntityTypeConfiguration<ReferenceImage>, IEntityTypeConfiguration<FaceTemplate>
{
    public void Configure(EntityTypeBuilder<Subject> builder)
    {
        builder.Property(subject => subject.Id).ValueGeneratedNever();

        // A token, so that of an approval and a deletion made at once only one can win.
        builder.Property(subject => subject.State).IsConcurrencyToken();
        builder.HasIndex(subject => subject.ReferenceNumber).IsUnique().HasFilter("\"State\" <> 'Deleted'");
        builder.HasIndex(subject => new { subject.State, subject.ExpiresAt });
        builder.HasMany(subject => subject.Images).WithOne().HasForeignKey(image => image.SubjectId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Import>().WithMany().HasForeignKey(subject => subject.ImportId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<ReferenceImage> builder)
    {
        builder.Property(image => image.Id).ValueGeneratedNever();
        builder.HasIndex(image => new { image.SubjectId, image.ContentHash }).IsUnique();
        builder.HasIndex(image => image.ContentHash);
        builder.HasMany(image => image.Templates).WithOne().HasForeignKey(template => template.ImageId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<FaceTemplate> builder)
    {
        builder.Property(template => template.Id).ValueGeneratedOnAdd();
        builder.HasIndex(template => new { template.ImageId, template.Pack, template.Embedder }).IsUnique();

        // In the order in which a shard reads its part, and with all that it is counted by: no vector is passed over for that.
        builder.HasIndex(template => new { template.ShardHash, template.SubjectId, template.Id, template.Pack, template.Embedder });
        builder.HasOne<Subject>().WithMany().HasForeignKey(template => template.SubjectId).OnDelete(DeleteBehavior.Cascade);
    }
}
