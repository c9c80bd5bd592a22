using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Reviews;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Live;

/// <summary>What is seen live in one unit is for nobody of another.</summary>
public sealed class AlertScopeTests
{
    private const string BeforeTheFirst = "0";

    private static readonly Actor Stranger =
        TruthRig.Person("stranger", Role.Reviewer, Role.SeniorReviewer, Role.Investigator, Role.Approver, Role.WatchlistOfficer) with { Unit = "unit-2" };

    private static readonly Actor Headquarters = TruthRig.Person("headquarters", Role.Reviewer) with { Unit = Actor.WholeForce };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_24_Somebody_of_another_unit_sees_no_alert_and_judges_none()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (LiveUse live, AlertView alert) = await AlertAsync(rig);
        IAlertService alerts = rig.Get<IAlertService>();
        IReviewService reviews = rig.Get<IReviewService>();
        (Guid id, Guid candidate) = (Guid.Parse(alert.Id), Guid.Parse(alert.CandidateId));

        Assert.Empty((await alerts.ListAsync(Stranger, null, null, 10, Cancel)).Items);
        Assert.Empty(await alerts.LatestAsync(Stranger, 10, Cancel));
        Assert.Empty(await reviews.QueueAsync(Stranger, 10, Cancel));
        Assert.Empty(await rig.Get<IDeploymentService>().ListAsync(Stranger, Cancel));
        await Refused.WithAsync("not-found", alerts.OpenShotAsync(Stranger, id, Cancel));
        await Refused.WithAsync("not-found", alerts.HoldAsync(Stranger, id, "mine", Cancel));
        await Refused.WithAsync("not-found", alerts.ReleaseAsync(Stranger, id, "mine", Cancel));
        await Refused.WithAsync("not-found", reviews.GetAsync(Stranger, candidate, Cancel));
        await Refused.WithAsync("not-found", reviews.OpenProbeAsync(Stranger, candidate, Cancel));
        await Refused.WithAsync("not-found", reviews.OpenReferenceAsync(Stranger, candidate, Cancel));
        await Refused.WithAsync("not-found", reviews.GiveOpinionAsync(Stranger, candidate, ReviewTests.Opinion("same"), Cancel));
        await Refused.WithAsync("not-found", rig.Get<IDeploymentService>().StopAsync(Stranger, live.Deployment, Cancel));
    }

    [Fact]
    public async Task Oversight_24_The_stream_of_another_unit_passes_an_alert_by()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (LiveUse live, AlertView first) = await AlertAsync(rig);
        IAlertService alerts = rig.Get<IAlertService>();
        await using IAsyncEnumerator<AlertView> own = alerts.StreamAsync(live.Approver, BeforeTheFirst, Cancel).GetAsyncEnumerator(Cancel);
        Assert.True(await own.MoveNextAsync());
        Assert.Equal(first.Id, own.Current.Id);

        using CancellationTokenSource enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        await using IAsyncEnumerator<AlertView> other = alerts.StreamAsync(Stranger, BeforeTheFirst, enough.Token).GetAsyncEnumerator(enough.Token);
        Task<bool> waiting = other.MoveNextAsync().AsTask();
        LiveUse second = await rig.GoLiveAsync(unit: Stranger.Unit);
        AlertView theirs = await rig.AlertAsync(second, await rig.EnrolAsync(second.Watchlist, "M-2"));
        Assert.True(await waiting);
        Assert.Equal(theirs.Id, other.Current.Id);
    }

    [Fact]
    public async Task Oversight_24_Of_a_camera_in_use_by_another_unit_the_deployment_is_not_named()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        ICameraService cameras = rig.Get<ICameraService>();
        Assert.Equal($"{live.Deployment}", Assert.Single(await cameras.ListAsync(live.Approver, Cancel)).DeploymentId);
        Assert.Null(Assert.Single(await cameras.ListAsync(Stranger, Cancel)).DeploymentId);
    }

    [Fact]
    public async Task Who_works_for_the_whole_force_sees_the_alerts_of_every_unit()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (_, AlertView alert) = await AlertAsync(rig);
        Assert.Equal(alert.Id, Assert.Single(await rig.Get<IAlertService>().LatestAsync(Headquarters, 10, Cancel)).Id);
        Assert.Equal(alert.CandidateId, Assert.Single(await rig.Get<IReviewService>().QueueAsync(Headquarters, 10, Cancel)).CandidateId);
    }

    private static async Task<(LiveUse Live, AlertView Alert)> AlertAsync(TruthRig rig)
    {
        LiveUse live = await rig.GoLiveAsync();
        return (live, await rig.AlertAsync(live, await rig.EnrolAsync(live.Watchlist, "M-1")));
    }
}
