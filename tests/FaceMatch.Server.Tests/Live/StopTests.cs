using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Server.Deployments;
using FaceMatch.Server.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Tests.Live;

/// <summary>The stop button against the truth; what a running server does at once is in <see cref="StopButtonTests"/>.</summary>
public sealed class StopTests
{
    private static readonly Actor Reviewer = TruthRig.Person("reviewer", Role.Reviewer);
    private static readonly Actor Approver = TruthRig.Person("approver", Role.Approver);
    private static readonly StopRequest Everything = new("everything", null, "wrong list");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_23_A_camera_that_is_stopped_watches_nothing_and_raises_nothing_until_the_order_is_lifted()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        EnrolledSubject subject = await rig.EnrolAsync(live.Watchlist, "M-1");
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        IStopService stops = rig.Get<IStopService>();

        StopView order = await stops.OrderAsync(Reviewer, Camera(live.Camera), Cancel);
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        Assert.Null(await PlanAsync(rig, live));
        Assert.False(await rig.Get<IAlertSink>().RaiseAsync(rig.Proposal(live, subject), Cancel));
        CameraView camera = Assert.Single(await rig.Get<ICameraService>().ListAsync(Reviewer, Cancel));
        Assert.Equal(("idle", "Stopped by order."), (camera.State, camera.StateReason));

        await stops.LiftAsync(Approver, Guid.Parse(order.Id), "repaired", Cancel);
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        Assert.NotNull(await PlanAsync(rig, live));
        Assert.True(await rig.Get<IAlertSink>().RaiseAsync(rig.Proposal(live, subject), Cancel));
    }

    [Fact]
    public async Task Oversight_23_Everything_stopped_stays_stopped_whatever_is_approved_meanwhile()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        IStopService stops = rig.Get<IStopService>();
        StopView order = await stops.OrderAsync(Reviewer, Everything, Cancel);
        LiveUse live = await rig.GoLiveAsync();
        Assert.Null(await PlanAsync(rig, live));
        IDeploymentService deployments = rig.Get<IDeploymentService>();
        Assert.False(Assert.Single(await deployments.ListAsync(Reviewer, Cancel)).Live);

        await stops.LiftAsync(Approver, Guid.Parse(order.Id), "right list", Cancel);
        Assert.NotNull(await PlanAsync(rig, live));
        Assert.True(Assert.Single(await deployments.ListAsync(Reviewer, Cancel)).Live);
    }

    [Fact]
    public async Task Oversight_23_Another_camera_goes_on_while_one_is_stopped()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse stopped = await rig.GoLiveAsync();
        LiveUse other = await rig.GoLiveAsync();
        await rig.Get<IStopService>().OrderAsync(Reviewer, Camera(stopped.Camera), Cancel);
        Assert.Null(await PlanAsync(rig, stopped));
        Assert.NotNull(await PlanAsync(rig, other));
    }

    [Fact]
    public async Task Oversight_23_A_camera_that_did_not_hear_of_the_order_is_told_again()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        rig.Fleet.Unreachable = true;
        await rig.Get<IStopService>().OrderAsync(Reviewer, Everything, Cancel);
        Assert.False(rig.Fleet.HeardMore);
        rig.Fleet.Unreachable = false;
        DeploymentClock clock = rig.Get<DeploymentClock>();
        await clock.StartAsync(Cancel);
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        await clock.StopAsync(Cancel);
    }

    [Fact]
    public async Task Oversight_23_Who_presses_again_gets_the_order_that_stands_and_one_lift_ends_it()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        IStopService stops = rig.Get<IStopService>();
        StopView first = await stops.OrderAsync(Reviewer, Everything, Cancel);
        Assert.Equal(first, await stops.OrderAsync(Approver, Everything, Cancel));

        StopView lifted = await stops.LiftAsync(Approver, Guid.Parse(first.Id), "right list", Cancel);
        Assert.Equal(lifted, Assert.Single(await stops.ListAsync(TruthRig.Auditor, Cancel)));
        await Refused.WithAsync("already-lifted", stops.LiftAsync(Approver, Guid.Parse(first.Id), "again", Cancel));
    }

    [Fact]
    public async Task Oversight_23_Order_and_lift_stand_in_the_ledger_with_their_reasons()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        IStopService stops = rig.Get<IStopService>();
        StopView order = await stops.OrderAsync(Reviewer, Everything, Cancel);
        await stops.LiftAsync(Approver, Guid.Parse(order.Id), "right list", Cancel);
        var told = await rig.ReadAsync(db => db.LedgerEntries.Where(entry => entry.Target == $"stop/{order.Id}").OrderBy(entry => entry.Sequence)
            .Select(entry => new { entry.Action, entry.ActorId, entry.Detail }).ToListAsync(Cancel));
        Assert.Equal([("stop.ordered", Reviewer.AccountId), ("stop.lifted", Approver.AccountId)], told.Select(entry => (entry.Action, entry.ActorId)));
        Assert.Contains("wrong list", told[0].Detail, StringComparison.Ordinal);
        Assert.Contains("right list", told[1].Detail, StringComparison.Ordinal);
    }

    private static StopRequest Camera(Guid camera) => new("camera", camera.ToString(), null);

    private static Task<CameraPlan?> PlanAsync(TruthRig rig, LiveUse live) => rig.Get<ICameraPlanSource>().PlanForAsync(live.Camera, Cancel);
}
