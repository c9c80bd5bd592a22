using System.Text.Json;
using FaceMatch.Core.Ledger;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Enrolment;

/// <summary>
/// Ends deletions that a crash cut off between the truth and the vault. The ledger tells them: a subject was deleted, and
/// nothing says that its images were erased.
/// </summary>
public sealed class ErasureResume(IDbContextFactory<FaceMatchDbContext> contexts, ImageErasure erasure, ILogger<ErasureResume> logger) : BackgroundService
{
    public const string Deleted = "subject.deleted";
    public const string Erased = "subject.erased";

    /// <returns>How many deletions were ended.</returns>
    public async Task<int> ResumeAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<LedgerEntry> open = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.Action == Deleted
                && !db.LedgerEntries.Any(later => later.Action == Erased && later.Target == entry.Target && later.Sequence > entry.Sequence))
            .ToListAsync(cancellationToken);
        foreach (LedgerEntry entry in open)
        {
            using JsonDocument detail = JsonDocument.Parse(entry.Detail);
            string[] contents = [.. detail.RootElement.GetProperty("images").EnumerateArray().Select(image => image.GetString()!)];
            await erasure.EraseAsync(
                contents, cancellationToken, new LedgerRecord(entry.ActorId, entry.ActorName, entry.Bootstrap, Erased, entry.Target, entry.Detail));
            logger.DeletionEnded(entry.Target);
        }

        return open.Count;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => ResumeAsync(stoppingToken);
}
