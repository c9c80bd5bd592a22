using FaceMatch.Core.Alerts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Reviews;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Retention;

/// <summary>
/// Takes the faces out of alerts whose retention has ended (oversight rule 11). Row, picture and ledger entry go together: a run that is
/// cut off between the picture and the commit leaves a row whose picture is gone, and the next run purges it again.
/// </summary>
public sealed class AlertPurge(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, ImageErasure erasure, RetentionPolicy policy, TimeProvider time)
{
    public const string Purged = "retention.alerts-purged";

    /// <summary>The name under which what the clock does stands in the ledger.</summary>
    private const string RetentionActor = "retention";

    /// <summary>Every other writer waits for one of these.</summary>
    private const int Batch = 100;

    /// <returns>How many alerts were purged.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        int all = 0;
        int purged;
        do
        {
            purged = await PurgeBatchAsync(cancellationToken);
            all += purged;
        }
        while (purged == Batch);

        // Also when nothing was due: after an earlier run somebody may have been reading what the log still held.
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.ScrubAsync(cancellationToken);
        return all;
    }

    private async Task<int> PurgeBatchAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Alert> due = await Due(db, now + policy.BetweenLooks).Take(Batch).ToListAsync(cancellationToken);
        if (due.Count == 0) return 0;
        string[] shots = [.. due.Select(alert => alert.ShotHash)];
        Guid receipt = Guid.CreateVersion7(now);
        foreach (Alert alert in due) alert.Purge(receipt, now);
        await ledger.SaveAsync(db, token => SaveAndEraseAsync(db, shots, token), cancellationToken, Receipt(receipt, due));
        return due.Count;
    }

    private async Task SaveAndEraseAsync(FaceMatchDbContext db, string[] shots, CancellationToken cancellationToken)
    {
        // The rows first, so that they no longer refer to what is about to be erased.
        await db.SaveChangesAsync(cancellationToken);
        await erasure.EraseWithinAsync(db, shots, cancellationToken);
    }

    /// <summary>Not yet purged, no lead, not held, and beyond its retention at that time.</summary>
    private IQueryable<Alert> Due(FaceMatchDbContext db, DateTimeOffset at)
    {
        DateTimeOffset judgedBefore = at - policy.AlertsWithoutLead;
        DateTimeOffset endedBefore = at - policy.EndedDeployments;
        return db.Alerts.Include(alert => alert.Candidate)
            .Where(alert => alert.PurgedAt == null && alert.HoldReason == null && alert.Candidate.State != ReviewState.Lead)
            .Where(alert =>
                ((alert.Candidate.State == ReviewState.Dismissed || alert.Candidate.State == ReviewState.Inconclusive)
                    && !db.Opinions.Any(opinion => opinion.CandidateId == alert.Candidate.Id && opinion.GivenAt > judgedBefore))
                || db.Deployments.Any(deployment => deployment.Id == alert.DeploymentId
                    && (deployment.EndsAt <= endedBefore || (deployment.StoppedAt != null && deployment.StoppedAt <= endedBefore))))
            .OrderBy(alert => alert.Sequence);
    }

    private static LedgerRecord Receipt(Guid receipt, List<Alert> purged) => new(
        Guid.Empty, RetentionActor, Bootstrap: false, Purged, $"retention/{receipt}", LedgerDetail.Of(new
        {
            receipt,
            count = purged.Count,
            unjudged = purged.Count(alert => alert.Candidate.State is ReviewState.Open or ReviewState.Disputed),
            alerts = purged.Select(alert => alert.Id),
        }));
}
