using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Deployments;

/// <summary>
/// Arms cameras when a window opens and disarms them when it closes, and arms those of running windows after a start of
/// the server, or after a node of the cluster came or went; suspends those above the ceiling of false alerts. A camera also checks its window itself at every frame; this wakes the ones that have no frame.
/// </summary>
public sealed partial class DeploymentClock(
    IDbContextFactory<FaceMatchDbContext> contexts, FalseAlertCeiling ceiling, ThresholdRules thresholds, CameraArming arming, ICameraFleet fleet, TimeProvider time, ILogger<DeploymentClock> logger) : BackgroundService
{
    /// <summary>An end takes effect within a second (oversight rule 23); one indexed query a tick costs nothing.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        HashSet<(Guid Camera, Guid Deployment)> armed = [];
        long membership = fleet.MembershipVersion;
        using PeriodicTimer ticks = new(Tick, time);
        do
        {
            try
            {
                await ceiling.HoldAsync(stoppingToken);
                HashSet<(Guid Camera, Guid Deployment)> due = await DueAsync(stoppingToken);
                if (membership != fleet.MembershipVersion)
                {
                    // A camera of a node that is gone is taken up now; its reminder would take a minute.
                    membership = fleet.MembershipVersion;
                    armed = [];
                }

                IEnumerable<Guid> edges = due.Except(armed).Concat(armed.Except(due)).Select(pair => pair.Camera);
                Guid[] changed = [.. edges.Concat(arming.Unheard).Distinct()];
                if (changed.Length > 0) await arming.RefreshAsync(changed, stoppingToken);
                armed = due;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                Missed(fault);
            }
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    internal static IQueryable<Deployment> InWindow(FaceMatchDbContext db, DateTimeOffset now) => db.Deployments.AsNoTracking()
        .Where(deployment => deployment.State == DeploymentState.Approved && deployment.StartsAt <= now && deployment.EndsAt > now);

    /// <summary>Cameras that a live deployment of a valid size names now and no order stops, with that deployment.</summary>
    private async Task<HashSet<(Guid Camera, Guid Deployment)>> DueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Guid?> stopped = await db.StandingStopOrders().Select(order => order.CameraId).ToListAsync(cancellationToken);
        if (stopped.Contains(null)) return [];
        var live = await InWindow(db, now)
            .Select(deployment => new { deployment.Id, deployment.CameraIds, deployment.WatchlistIds }).ToListAsync(cancellationToken);
        for (int i = live.Count - 1; i >= 0; i--)
        {
            if (!thresholds.IsValidFor(await thresholds.GallerySizeAsync(db, live[i].WatchlistIds, cancellationToken))) live.RemoveAt(i);
        }

        return [.. live.SelectMany(deployment => deployment.CameraIds.Where(camera => !stopped.Contains(camera)).Select(camera => (camera, deployment.Id)))];
    }
}
