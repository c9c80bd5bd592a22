using FaceMatch.Cluster.Membership;
using FaceMatch.Cluster.Placement;
using FaceMatch.Core.Cameras;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Cameras;

/// <summary>
/// Exactly one in the cluster for each camera, so exactly one watch. It owns no plan: it asks the truth when it is woken,
/// by a caller who changed something or by its reminder, which also brings it back when its silo died.
/// </summary>
[RendezvousPlacement]
internal sealed partial class CameraGrain(
    ICameraPlanSource plans, ICameraWatchFactory watches, ISiloFence fence, SiloMap silos, ITrafficLog traffic, TimeProvider time, ILogger<CameraGrain> logger)
    : Grain, ICameraGrain, IRemindable, IAsyncDisposable
{
    private const string Reminder = "watch";

    /// <summary>The shortest that Orleans allows.</summary>
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private CameraRunner? _runner;

    public override Task OnActivateAsync(CancellationToken cancellationToken) => FollowPlanAsync(cancellationToken);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) => StopAsync();

    public async ValueTask DisposeAsync() => await StopAsync();

    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        if (fence.Holds && silos.HomeOf(this.GetGrainId().Key.ToString()!) is { } home && !home.Equals(silos.Here))
        {
            // Here first, so that it is never read twice.
            await StopAsync();
            LogMoving(logger, this.GetPrimaryKey(), home);
            MigrateOnIdle();
            return;
        }

        await FollowPlanAsync(cancellationToken);
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => FollowPlanAsync(CancellationToken.None);

    public Task<PushOutcome> PushAsync(PushedFrame frame) =>
        Task.FromResult(_runner?.Push(frame.Jpeg, frame.CapturedAt) ?? PushOutcome.NoLiveDeployment);

    public Task<CameraReport> HealthAsync() =>
        Task.FromResult(CameraReport.Of(_runner?.Health ?? CameraHealth.Idle));

    private async Task FollowPlanAsync(CancellationToken cancellationToken)
    {
        var plan = await plans.PlanForAsync(this.GetPrimaryKey(), cancellationToken);
        if (plan is null)
        {
            await StopAsync();
            await ForgetAsync();
            return;
        }

        if (_runner is { } runner && !runner.Ended.IsCompleted && Same(runner.Plan, plan))
            return;
        await StopAsync();
        // Before the watch begins: a silo that dies in between must not leave a live camera that nobody wakes.
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod, cancellationToken);
        DelayDeactivation(Timeout.InfiniteTimeSpan);
        _runner = new CameraRunner(plan, watches, fence, traffic, time, new Backoff(Random.Shared.NextDouble), logger);
        LogWatching(logger, plan.CameraId, plan.Deployment.DeploymentId);
    }

    private async Task StopAsync()
    {
        if (_runner is not { } runner)
            return;
        _runner = null;
        await runner.DisposeAsync();
        LogStopped(logger, runner.Plan.CameraId);
    }

    private async Task ForgetAsync()
    {
        // A zero span gives the activation back to the collector.
        DelayDeactivation(TimeSpan.Zero);
        if (await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    private static bool Same(CameraPlan left, CameraPlan right) =>
        left with { Deployment = right.Deployment } == right
        && left.Deployment with { Watchlists = right.Deployment.Watchlists } == right.Deployment
        && left.Deployment.Watchlists.ToHashSet().SetEquals(right.Deployment.Watchlists);
}
