using FaceMatch.Core.Deployments;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Deployments;

/// <summary>
/// Suspends a deployment whose alerts show somebody else too often (oversight rule 13). Counted anew from the reviews themselves at
/// each look, so that no order of judgements and no second node can count one wrongly.
/// </summary>
public sealed partial class FalseAlertCeiling(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, RecognitionPolicy policy, TimeProvider time, ILogger<FalseAlertCeiling> logger)
{
    public const string Suspended = "deployment.suspended";

    /// <summary>The name under which what the clock does stands in the ledger.</summary>
    private const string ClockActor = "deployment-clock";

    /// <summary>Suspends what is above the ceiling now. Its cameras are disarmed by whoever arms them.</summary>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        // Read with the state that the saving holds it against: what ended meanwhile is not suspended, nor told of.
        var breached = await db.RunningDeployments(now).AsTracking()
            .Select(deployment => new
            {
                Deployment = deployment,
                FalseAlerts = db.Alerts.Count(alert => alert.DeploymentId == deployment.Id && alert.Candidate.State == ReviewState.Dismissed),
            })
            .Where(count => count.FalseAlerts >= policy.FewestFalseAlerts && count.FalseAlerts > policy.FalseAlertCeiling * count.Deployment.FacesCompared)
            .ToListAsync(cancellationToken);
        foreach (var count in breached)
            await SuspendAsync(db, count.Deployment, View(count.FalseAlerts, count.Deployment), now, cancellationToken);
    }

    public async Task<FalseAlertsView> OfAsync(FaceMatchDbContext db, Deployment deployment, CancellationToken cancellationToken) => View(
        await db.Alerts.CountAsync(alert => alert.DeploymentId == deployment.Id && alert.Candidate.State == ReviewState.Dismissed, cancellationToken), deployment);

    private FalseAlertsView View(int falseAlerts, Deployment deployment) => new(falseAlerts, deployment.FacesCompared, policy.FalseAlertCeiling);

    private async Task SuspendAsync(
        FaceMatchDbContext db, Deployment deployment, FalseAlertsView counted, DateTimeOffset now, CancellationToken cancellationToken)
    {
        deployment.Suspend(now);
        try
        {
            await ledger.SaveAsync(db, cancellationToken, new LedgerRecord(
                Guid.Empty, ClockActor, Bootstrap: false, Suspended, $"deployment/{deployment.Id}", LedgerDetail.Of(counted)));
            AboveCeiling(deployment.Id, counted.Alerts, counted.FacesCompared);
        }
        catch (RefusalException refusal) when (refusal.Code == "changed-meanwhile")
        {
            // Another node, or a person who stopped it, was first.
            db.Entry(deployment).State = EntityState.Detached;
        }
    }

    [LoggerMessage(6303, LogLevel.Warning, "Deployment {Deployment} suspended itself: {Alerts} false alerts among {Faces} faces")]
    private partial void AboveCeiling(Guid deployment, int alerts, long faces);
}
