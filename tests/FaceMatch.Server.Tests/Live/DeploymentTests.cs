using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Deployments;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Live;

public sealed class DeploymentTests
{
    private static readonly Actor Officer = TruthRig.Person("officer", Role.WatchlistOfficer, Role.Approver);
    private static readonly Actor Approver = TruthRig.Person("approver", Role.Approver);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_08_Nobody_approves_the_own_request()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (Camera camera, Watchlist list) = await PlaceAsync(rig);
        IDeploymentService deployments = rig.Get<IDeploymentService>();
        Guid id = Guid.Parse((await deployments.CreateAsync(Officer, rig.Request([camera.Id], [list.Id]), Cancel)).Id);
        await Refused.WithAsync("same-person", deployments.ApproveAsync(Officer, id, Cancel));
        Assert.Null(await rig.Get<ICameraPlanSource>().PlanForAsync(camera.Id, Cancel));

        DeploymentView approved = await deployments.ApproveAsync(Approver, id, Cancel);
        Assert.True(approved.Live);
        Assert.Equal(camera.Id, await rig.Fleet.NextAsync());
        Assert.Equal(id, (await rig.Get<ICameraPlanSource>().PlanForAsync(camera.Id, Cancel))!.Deployment.DeploymentId);
    }

    [Fact]
    public async Task All_faults_of_a_request_are_told_at_once()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        CreateDeploymentRequest empty = new(null, null, ["nonsense"], rig.Now, rig.Now.AddDays(-1), new ThresholdRequest(1e-5, 3), null, null);
        RefusalException refusal = await Refused.WithAsync("invalid-fields", rig.Get<IDeploymentService>().CreateAsync(Officer, empty, Cancel));
        Assert.Equal(
            ["area", "cameraIds", "endsAt", "impactAssessment", "purpose", "threshold", "watchlistIds"],
            refusal.Fields!.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(2e-4, null, "threshold-too-loose")]
    [InlineData(0.0, null, "invalid-fields")]
    [InlineData(null, -1.0, "invalid-fields")]
    public async Task A_threshold_that_policy_forbids_is_refused(double? fmr, double? alerts, string code)
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (Camera camera, Watchlist list) = await PlaceAsync(rig);
        CreateDeploymentRequest request = rig.Request([camera.Id], [list.Id]) with { Threshold = new ThresholdRequest(fmr, alerts) };
        await Refused.WithAsync(code, rig.Get<IDeploymentService>().CreateAsync(Officer, request, Cancel));
    }

    [Fact]
    public async Task Oversight_14_The_floor_for_the_size_of_the_lists_tightens_what_was_asked_also_when_they_grow_later()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (Camera camera, Watchlist list) = await PlaceAsync(rig);
        for (int i = 0; i < 20; i++) await rig.EnrolAsync(list.Id, $"M-{i}");
        IDeploymentService deployments = rig.Get<IDeploymentService>();
        CreateDeploymentRequest request = rig.Request([camera.Id], [list.Id]) with { Threshold = new ThresholdRequest(1e-4, null) };
        Guid id = Guid.Parse((await deployments.CreateAsync(Officer, request, Cancel)).Id);
        DeploymentView approved = await deployments.ApproveAsync(Approver, id, Cancel);
        Assert.Equal(1e-3 / 20, approved.Threshold.Fmr, 1e-12);

        for (int i = 20; i < 40; i++) await rig.EnrolAsync(list.Id, $"M-{i}");
        Assert.Equal(1e-3 / 40, (await deployments.ListAsync(Officer, Cancel))[0].Threshold.Fmr, 1e-12);
        CameraPlan plan = (await rig.Get<ICameraPlanSource>().PlanForAsync(camera.Id, Cancel))!;
        Assert.True(plan.Deployment.ThresholdCosine > approved.Threshold.Cosine);
    }

    [Fact]
    public async Task Alerts_a_day_become_a_rate_by_the_assumed_passages()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (Camera camera, Watchlist list) = await PlaceAsync(rig);
        for (int i = 0; i < 5; i++) await rig.EnrolAsync(list.Id, $"M-{i}");
        CreateDeploymentRequest request = rig.Request([camera.Id], [list.Id]) with { Threshold = new ThresholdRequest(null, 1) };
        await rig.Get<IDeploymentService>().CreateAsync(Officer, request, Cancel);
        DeploymentView view = Assert.Single(await rig.Get<IDeploymentService>().ListAsync(Officer, Cancel));
        Assert.Equal(1 / (TrafficEstimate.AssumedPassagesPerDay * 5), view.Threshold.Fmr, 1e-12);
        Assert.Equal(1, view.Threshold.FalseAlertsPerDay);
    }

    [Fact]
    public async Task A_camera_is_in_one_live_deployment_at_a_time()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        IDeploymentService deployments = rig.Get<IDeploymentService>();
        Guid second = Guid.Parse((await deployments.CreateAsync(Officer, rig.Request([live.Camera], [live.Watchlist]), Cancel)).Id);
        await Refused.WithAsync("camera-taken", deployments.ApproveAsync(Approver, second, Cancel));
        await deployments.StopAsync(Officer, live.Deployment, Cancel);
        Assert.Equal("approved", (await deployments.ApproveAsync(Approver, second, Cancel)).State);
    }

    [Fact]
    public async Task Oversight_08_Cameras_are_told_when_the_window_opens_and_when_it_closes()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (Camera camera, Watchlist list) = await PlaceAsync(rig);
        IDeploymentService deployments = rig.Get<IDeploymentService>();
        CreateDeploymentRequest request = rig.Request([camera.Id], [list.Id]) with { StartsAt = rig.Now.AddMinutes(5), EndsAt = rig.Now.AddMinutes(10) };
        Guid id = Guid.Parse((await deployments.CreateAsync(Officer, request, Cancel)).Id);
        await deployments.ApproveAsync(Approver, id, Cancel);
        Assert.Equal(camera.Id, await rig.Fleet.NextAsync());

        DeploymentClock clock = rig.Get<DeploymentClock>();
        await clock.StartAsync(Cancel);
        rig.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.False(rig.Fleet.HeardMore);
        rig.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(camera.Id, await rig.Fleet.NextAsync());
        Assert.NotNull(await rig.Get<ICameraPlanSource>().PlanForAsync(camera.Id, Cancel));
        rig.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(camera.Id, await rig.Fleet.NextAsync());
        Assert.Null(await rig.Get<ICameraPlanSource>().PlanForAsync(camera.Id, Cancel));
        await clock.StopAsync(Cancel);
    }

    [Fact]
    public async Task A_camera_that_did_not_hear_of_the_stop_is_told_again()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        LiveUse live = await rig.GoLiveAsync();
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        rig.Fleet.Unreachable = true;
        Assert.Equal("stopped", (await rig.Get<IDeploymentService>().StopAsync(Officer, live.Deployment, Cancel)).State);
        Assert.False(rig.Fleet.HeardMore);
        rig.Fleet.Unreachable = false;
        DeploymentClock clock = rig.Get<DeploymentClock>();
        await clock.StartAsync(Cancel);
        Assert.Equal(live.Camera, await rig.Fleet.NextAsync());
        await clock.StopAsync(Cancel);
    }

    [Theory]
    [InlineData(PushOutcome.NoLiveDeployment, "no-live-deployment")]
    [InlineData(PushOutcome.Busy, "busy")]
    public async Task A_pushed_frame_that_is_not_taken_is_refused_with_its_code(PushOutcome outcome, string code)
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        (Camera camera, _) = await PlaceAsync(rig);
        Actor pusher = TruthRig.Person("vehicle", Role.Camera) with { Cameras = System.Collections.Frozen.FrozenSet.ToFrozenSet([camera.Id]) };
        ICameraService cameras = rig.Get<ICameraService>();
        rig.Fleet.Outcome = outcome;
        await Refused.WithAsync(code, cameras.PushFrameAsync(pusher, camera.Id, new byte[3], null, Cancel));
        await Refused.WithAsync("not-found", cameras.PushFrameAsync(pusher, Guid.NewGuid(), new byte[3], null, Cancel));
        await Refused.WithAsync("captured-at", cameras.PushFrameAsync(pusher, camera.Id, new byte[3], rig.Now.AddHours(1), Cancel));
    }

    [Fact]
    public async Task The_password_of_a_source_is_never_shown()
    {
        await using TruthRig rig = await TruthRig.StartAsync();
        ICameraService cameras = rig.Get<ICameraService>();
        Actor administrator = TruthRig.Person("admin", Role.Administrator);
        await cameras.CreateAsync(
            administrator, new CreateCameraRequest("gate", "fixed", "rtsp://user:secret@camera.local:554/live?token=abc", "north", "unit-1"), Cancel);
        CameraView view = Assert.Single(await cameras.ListAsync(administrator, Cancel));
        Assert.Equal("rtsp://camera.local:554/live?…", view.Source);
        Assert.Equal("idle", view.State);
    }

    [Fact]
    public async Task Oversight_15_A_list_larger_than_the_calibration_was_validated_for_is_neither_requested_nor_approved()
    {
        await using TruthRig rig = await TruthRig.StartAsync(largestGallery: 1);
        (Camera camera, Watchlist list) = await PlaceAsync(rig);
        await rig.EnrolAsync(list.Id, "M-1");
        IDeploymentService deployments = rig.Get<IDeploymentService>();
        Guid id = Guid.Parse((await deployments.CreateAsync(Officer, rig.Request([camera.Id], [list.Id]), Cancel)).Id);

        await rig.EnrolAsync(list.Id, "M-2");
        await Refused.WithAsync("gallery-too-large", deployments.ApproveAsync(Approver, id, Cancel));
        await Refused.WithAsync("gallery-too-large", deployments.CreateAsync(Officer, rig.Request([camera.Id], [list.Id]), Cancel));
    }

    [Fact]
    public async Task Oversight_15_A_list_that_grows_beyond_it_while_a_deployment_runs_ends_the_watch_until_it_is_smaller()
    {
        await using TruthRig rig = await TruthRig.StartAsync(largestGallery: 1);
        LiveUse live = await rig.GoLiveAsync();
        await rig.EnrolAsync(live.Watchlist, "M-1");
        Assert.NotNull(await rig.Get<ICameraPlanSource>().PlanForAsync(live.Camera, Cancel));
        EnrolledSubject second = await rig.EnrolAsync(live.Watchlist, "M-2");
        Assert.Null(await rig.Get<ICameraPlanSource>().PlanForAsync(live.Camera, Cancel));

        await rig.ChangeAsync<Subject>(second.Id, subject => subject.Suspend("error"));
        Assert.NotNull(await rig.Get<ICameraPlanSource>().PlanForAsync(live.Camera, Cancel));
    }

    private static async Task<(Camera Camera, Watchlist List)> PlaceAsync(TruthRig rig)
    {
        Camera camera = new("gate", CameraKind.Vehicle, null, "north", "unit-1", Guid.NewGuid(), rig.Now);
        Watchlist list = new("missing", "to find", SubjectCategory.MissingPerson, "unit-1", Guid.NewGuid(), rig.Now);
        await rig.SaveAsync(camera, list);
        return (camera, list);
    }
}
