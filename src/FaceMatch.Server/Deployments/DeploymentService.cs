using FaceMatch.Core.Accounts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Access;
using FaceMatch.Server.Calibrations;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Deployments;

/// <summary>Live uses: requested by one person, approved by another, stopped by anyone of them at any time.</summary>
public sealed class DeploymentService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, ThresholdRules thresholds, TrafficFigures figures,
    CalibrationService calibrations, CameraArming arming, FalseAlertCeiling ceiling, TimeProvider time) : IDeploymentService
{
    public async Task<CreatedDeployment> CreateAsync(Actor actor, CreateDeploymentRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Investigator, Role.WatchlistOfficer, Role.Approver);
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        FieldFaults faults = new();
        DeploymentRequestRules.Check(request, now, faults, out List<Guid> cameras, out List<Guid> watchlists);
        int knownCameras = await db.Cameras.CountAsync(camera => cameras.Contains(camera.Id), cancellationToken);
        int knownLists = await db.WatchlistsFor(actor).CountAsync(list => watchlists.Contains(list.Id), cancellationToken);
        faults
            .When(knownCameras != cameras.Count, "cameraIds", "names a camera that does not exist; register it first")
            .When(knownLists != watchlists.Count, "watchlistIds", "names a watchlist that does not exist; list the watchlists")
            .ThrowIfAny();

        int gallerySize = await thresholds.GallerySizeAsync(db, watchlists, cancellationToken);
        TrafficView traffic = await figures.OfAsync(db, cameras, cancellationToken);
        DeploymentThreshold threshold = thresholds.Decide(request.Threshold!, gallerySize, traffic.PassagesPerDay);
        double expected = ThresholdRules.ExpectedFalseAlerts(threshold.Fmr, gallerySize, traffic.PassagesPerDay);
        Deployment deployment = new(
            request.Purpose!.Trim(), request.Area!.Trim(), request.ImpactAssessment!.Trim(), request.StartsAt!.Value.ToUniversalTime(),
            request.EndsAt!.Value.ToUniversalTime(), cameras, watchlists, threshold,
            actor.Unit, actor.AccountId, now);
        db.Deployments.Add(deployment);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(
            actor, "deployment.requested", Target(deployment), LedgerDetail.Of(new
            {
                deployment.Purpose,
                deployment.Area,
                deployment.ImpactAssessment,
                deployment.StartsAt,
                deployment.EndsAt,
                deployment.CameraIds,
                deployment.WatchlistIds,
                asked = request.Threshold,
                deployment.Threshold,
                gallerySize,
                expectedFalseAlertsPerDay = expected,
                trafficSource = traffic,
            })));
        return new CreatedDeployment(deployment.Id.ToString(), deployment.State.ToWire(), expected, traffic);
    }

    public async Task<DeploymentView> ApproveAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken)
    {
        actor.Require(Role.Approver);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Deployment deployment = await FindAsync(db, actor, deploymentId, cancellationToken);
        actor.RequireUnit(deployment.Unit);
        await calibrations.RequireApprovedAsync(db, cancellationToken);
        thresholds.RequireValid(await thresholds.GallerySizeAsync(db, deployment.WatchlistIds, cancellationToken));
        deployment.Approve(actor.AccountId, time.GetUtcNow());
        await ledger.SaveAsync(
            db, within => CheckCamerasAreFreeAsync(db, deployment, within), cancellationToken,
            LedgerRecord.By(actor, "deployment.approved", Target(deployment), LedgerDetail.Of(new { deployment.Threshold })));
        await arming.RefreshAsync(deployment.CameraIds, CancellationToken.None);
        return await ViewAsync(db, deployment, cancellationToken);
    }

    public async Task<DeploymentView> StopAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken)
    {
        actor.Require(StopOrder.MayOrder);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Deployment deployment = await FindAsync(db, actor, deploymentId, cancellationToken);
        if (deployment.State != DeploymentState.Stopped)
        {
            deployment.Stop(actor.AccountId, time.GetUtcNow());
            await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "deployment.stopped", Target(deployment)));
        }

        await arming.RefreshAsync(deployment.CameraIds, CancellationToken.None);
        return await ViewAsync(db, deployment, cancellationToken);
    }

    public async Task<IReadOnlyList<DeploymentView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(
            Role.Investigator, Role.Reviewer, Role.SeniorReviewer, Role.WatchlistOfficer, Role.Approver, Role.Auditor, Role.Administrator);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Deployment> deployments = await db.DeploymentsFor(actor).AsNoTracking()
            .OrderByDescending(deployment => deployment.StartsAt).ThenBy(deployment => deployment.Id).ToListAsync(cancellationToken);
        List<DeploymentView> views = new(deployments.Count);
        foreach (Deployment deployment in deployments) views.Add(await ViewAsync(db, deployment, cancellationToken));
        return views;
    }

    private static string Target(Deployment deployment) => $"deployment/{deployment.Id}";

    private static async Task<Deployment> FindAsync(FaceMatchDbContext db, Actor actor, Guid id, CancellationToken cancellationToken) =>
        await db.DeploymentsFor(actor).SingleOrDefaultAsync(deployment => deployment.Id == id, cancellationToken)
        ?? throw Refuse.NotFound("deployment", id);

    /// <summary>Inside the transaction: of two approvals at once that share a camera, the later sees the earlier.</summary>
    private static async Task CheckCamerasAreFreeAsync(FaceMatchDbContext db, Deployment deployment, CancellationToken cancellationToken)
    {
        List<Deployment> overlapping = await db.Deployments.AsNoTracking()
            .Where(other => other.Id != deployment.Id && other.State == DeploymentState.Approved
                && other.StartsAt < deployment.EndsAt && other.EndsAt > deployment.StartsAt)
            .ToListAsync(cancellationToken);
        Deployment? taken = overlapping.FirstOrDefault(other => other.CameraIds.Intersect(deployment.CameraIds).Any());
        if (taken is null) return;
        bool own = string.Equals(taken.Unit, deployment.Unit, StringComparison.Ordinal);
        string other = own ? $"deployment {taken.Id}" : "a deployment of another unit";
        throw new RefusalException(
            RefusalKind.Conflict, "camera-taken",
            $"A camera of this deployment is in {other} at the same time. Have that one stopped, or request a window or cameras that do not overlap.");
    }

    private async Task<DeploymentView> ViewAsync(FaceMatchDbContext db, Deployment deployment, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        FalseAlertsView falseAlerts = await ceiling.OfAsync(db, deployment, cancellationToken);
        bool live = deployment.IsLive(now) && !await db.IsEverythingStoppedAsync(cancellationToken);
        if (deployment.EndsAt <= now || deployment.State is DeploymentState.Stopped or DeploymentState.Suspended)
            return View(deployment, deployment.Threshold, live, null, null, falseAlerts);
        int gallerySize = await thresholds.GallerySizeAsync(db, deployment.WatchlistIds, cancellationToken);
        DeploymentThreshold threshold = thresholds.InForce(deployment, gallerySize);
        TrafficView traffic = await figures.OfAsync(db, deployment.CameraIds, cancellationToken);
        return View(deployment, threshold, live, ThresholdRules.ExpectedFalseAlerts(threshold.Fmr, gallerySize, traffic.PassagesPerDay), traffic, falseAlerts);
    }

    private static DeploymentView View(
        Deployment deployment, DeploymentThreshold threshold, bool live, double? expectedFalseAlerts, TrafficView? traffic,
        FalseAlertsView falseAlerts) => new(
        deployment.Id.ToString(), deployment.Purpose, deployment.Area, deployment.ImpactAssessment, deployment.StartsAt, deployment.EndsAt,
        [.. deployment.CameraIds.Select(id => id.ToString())], [.. deployment.WatchlistIds.Select(id => id.ToString())],
        new ThresholdView(threshold.Fmr, threshold.Cosine, threshold.Calibration, threshold.FalseAlertsPerDay),
        deployment.Unit, deployment.State.ToWire(), live, deployment.RequestedBy.ToString(), deployment.ApprovedBy?.ToString(),
        expectedFalseAlerts, traffic, falseAlerts);
}
