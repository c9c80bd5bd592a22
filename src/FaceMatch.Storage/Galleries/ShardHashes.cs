using FaceMatch.Core.Galleries;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Galleries;

/// <summary>Writes the hash by which shards read their part to templates from before it was kept. SQL cannot compute it.</summary>
internal static class ShardHashes
{
    private const int SubjectsATransaction = 1_000;

    /// <summary>Costs one look into an index when there is nothing to do, and goes on where it was cut off.</summary>
    public static async Task FillAsync(FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        while (true)
        {
            List<Guid> subjects = await db.Templates.Where(template => template.ShardHash == 0)
                .Select(template => template.SubjectId).Distinct().Take(SubjectsATransaction).ToListAsync(cancellationToken);
            if (subjects.Count == 0) return;
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (Guid subject in subjects)
            {
                long hash = ShardRange.HashOf(subject);
                await db.Templates.Where(template => template.SubjectId == subject)
                    .ExecuteUpdateAsync(row => row.SetProperty(template => template.ShardHash, hash), cancellationToken);
            }

            await transaction.CommitAsync(cancellationToken);
        }
    }
}
