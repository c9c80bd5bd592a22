using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Ledger;
using FaceMatch.Server.Deployments;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Tests.Live;

/// <summary>The ceiling of false alerts: 1 in 1,000 faces, told from two alerts on.</summary>
public sealed class CeilingTests
{
    private const int Most = 2_000;

    private static readonly Actor Officer = TruthRig.Person("officer", Role.WatchlistOfficer);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_13_Above_the_ceiling_a_deployment_suspends_itself_and_says_so()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        await FacesAsync(rig, live, Most - 1);
        await JudgedAsync(rig, live, "different", "different");
        await rig.Get<FalseAlertCeiling>().HoldAsync(Cancel);

        DeploymentView suspended = Assert.Single(await rig.Get<IDeploymentService>().ListAsync(Officer, Cancel));
        Assert.Equal(("suspended", false, new FalseAlertsView(2, Most - 1, 1e-3)), (suspended.State, suspended.Live, suspended.FalseAlerts));
        Assert.Null(await rig.Get<ICameraPlanSource>().PlanForAsync(live.Camera, Cancel));
        Assert.False(await rig.Get<IAlertSink>().RaiseAsync(rig.Proposal(live, await rig.EnrolAsync(live.Watchlist, "M-9")), Cancel));
        LedgerEntry told = await rig.ReadAsync(db => db.LedgerEntries.SingleAsync(entry => entry.Action == FalseAlertCeiling.Suspended, Cancel));
        Assert.Equal($"deployment/{live.Deployment}", told.Target);
        Assert.Contains("1999", told.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nodes_that_see_a_breach_at_once_tell_of_it_once()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        await JudgedAsync(rig, live, "different", "different");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rig.Get<FalseAlertCeiling>().HoldAsync(Cancel)));
        Assert.Equal(1, await rig.ReadAsync(db => db.LedgerEntries.CountAsync(entry => entry.Action == FalseAlertCeiling.Suspended, Cancel)));
    }

    [Fact]
    public async Task Oversight_13_A_suspended_deployment_is_not_approved_again()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        await JudgedAsync(rig, live, "different", "different");
        await rig.Get<FalseAlertCeiling>().HoldAsync(Cancel);
        await Hosting.Refused.WithAsync("not-requested", rig.Get<IDeploymentService>().ApproveAsync(live.Approver, live.Deployment, Cancel));
    }

    [Theory]
    [InlineData(Most, "different", "different")]
    [InlineData(0, "different")]
    [InlineData(0, "different", "same", "cannot-tell")]
    public async Task At_the_ceiling_or_by_a_single_false_alert_it_goes_on(int faces, params string[] conclusions)
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        await FacesAsync(rig, live, faces);
        await JudgedAsync(rig, live, conclusions);
        await rig.Get<FalseAlertCeiling>().HoldAsync(Cancel);
        DeploymentView view = Assert.Single(await rig.Get<IDeploymentService>().ListAsync(Officer, Cancel));
        Assert.Equal(("approved", conclusions.Count(conclusion => conclusion == "different")), (view.State, view.FalseAlerts!.Alerts));
    }

    [Fact]
    public async Task Faces_of_another_deployment_of_the_same_camera_do_not_count()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        await rig.Get<ITrafficLog>().AddAsync(live.Camera, Guid.NewGuid(), new TrafficCount(1_000_000, TimeSpan.FromHours(1)), Cancel);
        await JudgedAsync(rig, live, "different", "different");
        await rig.Get<FalseAlertCeiling>().HoldAsync(Cancel);
        Assert.Equal("suspended", Assert.Single(await rig.Get<IDeploymentService>().ListAsync(Officer, Cancel)).State);
    }

    [Fact]
    public async Task Its_cameras_are_told_within_a_second()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        DeploymentClock clock = rig.Get<DeploymentClock>();
        await clock.StartAsync(Cancel);
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        await JudgedAsync(rig, live, "different", "different");

        rig.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        Assert.Equal("suspended", Assert.Single(await rig.Get<IDeploymentService>().ListAsync(Officer, Cancel)).State);
        await clock.StopAsync(Cancel);
    }

    private static Task FacesAsync(TruthRig rig, LiveUse live, int faces) =>
        rig.Get<ITrafficLog>().AddAsync(live.Camera, live.Deployment, new TrafficCount(faces, TimeSpan.FromMinutes(1)), Cancel);

    /// <summary>One alert for each conclusion, for a subject of its own.</summary>
    private static async Task JudgedAsync(TruthRig rig, LiveUse live, params string[] conclusions)
    {
        for (int i = 0; i < conclusions.Length; i++)
            await rig.JudgeAsync(await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, $"M-{i}")), conclusions[i]);
    }
}
