using System.Text.Json;
using FaceMatch.Core.Ledger;
using FaceMatch.Storage;
using FaceMatch.Storage.Leases;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Enrolment;

/// <summary>
/// Ends deletions that a crash cut off between the truth and the vault. The ledger tells them: a subject was deleted, and
/// nothing says that its images were erased. Looks at the start, and then again and again for what another server left.
/// </summary>
public sealed class ErasureResume(
    IDbContextFactory<FaceMatchDbContext> contexts, ImageErasure erasure, WorkLeases leases, StorageOptions storage, TimeProvider time,
    ILogger<ErasureResume> logger)
    : BackgroundService
{
    private const string Work = "erasure-resume";

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMinutes(1);

    /// <summary>A deletion as young as this is still being ended by whoever began it.</summary>
    private static readonly TimeSpan Young = TimeSpan.FromMinutes(1);

    public const string Deleted = "subject.deleted";
    public const string Erased = "subject.erased";

    /// <param name="before">Deletions that began later are left alone.</param>
    /// <returns>How many deletions were ended.</returns>
    public async Task<int> ResumeAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<LedgerEntry> open = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.Action == Deleted && entry.At <= before
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // When the only server starts, nobody is ending anything.
        TimeSpan young = storage.IsShared ? Young : TimeSpan.Zero;
        using PeriodicTimer looks = new(BetweenLooks, time);
        do
        {
            try
            {
                await leases.RunAsync(Work, token => ResumeAsync(time.GetUtcNow() - young, token), stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                logger.ErasureWaits(fault);
            }

            young = Young;
        }
        while (await looks.WaitForNextTickAsync(stoppingToken));
    }
}
