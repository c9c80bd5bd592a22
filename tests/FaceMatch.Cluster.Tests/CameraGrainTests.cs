using FaceMatch.Core.Cameras;

namespace FaceMatch.Cluster.Tests;

public sealed class CameraGrainTests
{
    private readonly TestCameras _cameras = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_camera_follows_the_truth_from_idle_to_watching_to_stopped()
    {
        await using var silo = await Silo.StartAsync(People.Truth(1, 1), cameras: _cameras);
        var plan = TestCameras.Plan(TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeSpan.FromHours(1));
        Assert.Equal(PushOutcome.NoLiveDeployment, await Push(silo, plan));
        Assert.Equal(CameraState.Idle, (await silo.Cameras.HealthAsync(plan.CameraId, Cancellation)).State);

        _cameras.Plans[plan.CameraId] = plan;
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        var watch = await _cameras.NextAsync();
        Assert.Equal(PushOutcome.Accepted, await Push(silo, plan));
        var health = await silo.Cameras.HealthAsync(plan.CameraId, Cancellation);
        Assert.Equal((CameraState.Watching, 1), (health.State, health.FramesAnalysed));
        watch.Full = true;
        Assert.Equal(PushOutcome.Busy, await Push(silo, plan));

        _cameras.Plans.Clear();
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        Assert.True(watch.Disposed.IsCompleted);
        Assert.Equal(PushOutcome.NoLiveDeployment, await Push(silo, plan));
    }

    [Fact]
    public async Task Nothing_is_counted_without_a_live_deployment()
    {
        var traffic = new TestTraffic();
        await using var silo = await Silo.StartAsync(People.Truth(1, 1), cameras: _cameras, traffic: traffic);
        var plan = TestCameras.Plan(TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeSpan.FromHours(1));
        Assert.Equal(PushOutcome.NoLiveDeployment, await Push(silo, plan));
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        Assert.False(traffic.AnyWritten);

        _cameras.Plans[plan.CameraId] = plan;
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        (await _cameras.NextAsync()).Traffic = new TrafficCount(3, TimeSpan.FromMinutes(2));
        _cameras.Plans.Clear();
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        Assert.Equal((plan.CameraId, plan.Deployment.DeploymentId, new TrafficCount(3, TimeSpan.FromMinutes(2))), await traffic.NextAsync());

        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        Assert.False(traffic.AnyWritten);
    }

    [Fact]
    public async Task A_plan_that_did_not_change_leaves_the_watch_alone_and_one_that_did_replaces_it()
    {
        await using var silo = await Silo.StartAsync(People.Truth(1, 1), cameras: _cameras);
        var plan = TestCameras.Plan(TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeSpan.FromHours(1));
        _cameras.Plans[plan.CameraId] = plan;
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        var first = await _cameras.NextAsync();

        _cameras.Plans[plan.CameraId] = plan with { Deployment = plan.Deployment with { Watchlists = [People.Wanted] } };
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        Assert.False(first.Disposed.IsCompleted);

        _cameras.Plans[plan.CameraId] = plan with { Deployment = plan.Deployment with { ThresholdCosine = 0.5f } };
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        Assert.True(first.Disposed.IsCompleted);
        Assert.Equal(0.5f, (await _cameras.NextAsync()).Plan.Deployment.ThresholdCosine);
    }

    [Fact]
    public async Task A_camera_that_is_woken_by_anything_resumes_its_plan()
    {
        await using var silo = await Silo.StartAsync(People.Truth(1, 1), cameras: _cameras);
        var plan = TestCameras.Plan(TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeSpan.FromHours(1));
        _cameras.Plans[plan.CameraId] = plan;

        await silo.Cameras.HealthAsync(plan.CameraId, Cancellation);

        Assert.Equal(plan, (await _cameras.NextAsync()).Plan);
    }

    [Fact]
    public async Task Stopping_the_silo_stops_its_cameras()
    {
        var silo = await Silo.StartAsync(People.Truth(1, 1), cameras: _cameras);
        var plan = TestCameras.Plan(TimeProvider.System.GetUtcNow().AddMinutes(-1), TimeSpan.FromHours(1));
        _cameras.Plans[plan.CameraId] = plan;
        await silo.Cameras.RefreshAsync(plan.CameraId, Cancellation);
        var watch = await _cameras.NextAsync();

        await silo.DisposeAsync();

        Assert.True(watch.Disposed.IsCompleted);
    }

    private static Task<PushOutcome> Push(Silo silo, CameraPlan plan) =>
        silo.Cameras.PushAsync(plan.CameraId, new byte[] { 1 }, People.Now, Cancellation);
}
