using FaceMatch.Core.Cameras;
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

    private HashSet<(Guid Camera, Guid Deployment)> _armed = [];
    private long _membership = fleet.MembershipVersion;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer ticks = new(Tick, time);
        do
        {
            await TryAsync(ceiling.HoldAsync, stoppingToken);
            await TryAsync(ArmAsync, stoppingToken);
        }
        while (await ticks.WaitForNextTickAsync(stoppingToken));
    }

    /// <summary>A suspension that cannot be written must not keep the cameras of a closed window running.</summary>
    private async Task TryAsync(Func<CancellationToken, Task> step, CancellationToken stoppingToken)
    {
        try
        {
            await step(stoppingToken);
        }
        catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
        {
            Missed(fault);
        }
    }

    private async Task ArmAsync(CancellationToken cancellationToken)
    {
        HashSet<(Guid Camera, Guid Deployment)> due = await DueAsync(cancellationToken);
        if (_membership != fleet.MembershipVersion)
        {
            // A camera of a node that is gone is taken up now; its reminder would take a minute.
            _membership = fleet.MembershipVersion;
            _armed = [];
        }

        IEnumerable<Guid> edges = due.Except(_armed).Concat(_armed.Except(due)).Select(pair => pair.Camera);
        Guid[] changed = [.. edges.Concat(arming.Unheard).Distinct()];
        if (changed.Length > 0) await arming.RefreshAsync(changed, cancellationToken);
        _armed = due;
    }

    /// <summary>Cameras that a live deployment of a valid size names now and no order stops, with that deployment.</summary>
    private async Task<HashSet<(Guid Camera, Guid Deployment)>> DueAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Guid?> stopped = await db.StandingStopOrders().Select(order => order.CameraId).ToListAsync(cancellationToken);
        if (stopped.Contains(null)) return [];
        var live = await db.RunningDeployments(now)
            .Select(deployment => new { deployment.Id, deployment.CameraIds, deployment.WatchlistIds }).ToListAsync(cancellationToken);
        for (int i = live.Count - 1; i >= 0; i--)
        {
            if (!await thresholds.AreValidForAsync(db, live[i].WatchlistIds, cancellationToken)) live.RemoveAt(i);
        }

        return [.. live.SelectMany(deployment => deployment.CameraIds.Where(camera => !stopped.Contains(camera)).Select(camera => (camera, deployment.Id)))];
    }
}
