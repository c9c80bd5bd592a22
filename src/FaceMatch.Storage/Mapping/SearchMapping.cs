using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace FaceMatch.Storage.Mapping;

internal sealed class SearchMapping :
    IEntityTypeConfiguration<ProbeSearch>, IEntityTypeConfiguration<Candidate>, IEntityTypeConfiguration<Opinion>
{
    public void Configure(EntityTypeBuilder<ProbeSearch> builder)
    {
        builder.Property(search => search.Id).ValueGeneratedNever();
        builder.PrimitiveCollection(search => search.WatchlistIds);
        builder.HasIndex(search => search.CreatedAt);
        builder.HasIndex(search => search.ProbeHash);
        builder.HasMany(search => search.Candidates).WithOne().HasForeignKey(candidate => candidate.SearchId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Candidate> builder)
    {
        builder.ToTable(table => table.HasCheckConstraint("CK_Candidates_Origin", "(\"SearchId\" IS NULL) <> (\"AlertId\" IS NULL)"));
        builder.Property(candidate => candidate.Id).ValueGeneratedNever();
        builder.PrimitiveCollection(candidate => candidate.WatchlistIds);

        // A token, so that two opinions given at once cannot both count as the same one of the two.
        builder.Property(candidate => candidate.OpinionsGiven).IsConcurrencyToken();
        builder.HasIndex(candidate => new { candidate.State, candidate.ProposedAt });

        // Subjects are never removed, only emptied; the reference image may be erased while the candidate is kept.
        builder.HasOne<Subject>().WithMany().HasForeignKey(candidate => candidate.SubjectId).OnDelete(DeleteBehavior.Restrict);
        builder.HasMany(candidate => candidate.Opinions).WithOne().HasForeignKey(opinion => opinion.CandidateId).OnDelete(DeleteBehavior.Cascade);
    }

    public void Configure(EntityTypeBuilder<Opinion> builder)
    {
        builder.Property(opinion => opinion.Id).ValueGeneratedNever();
        builder.HasIndex(opinion => new { opinion.CandidateId, opinion.ReviewerId }).IsUnique();
    }
}
