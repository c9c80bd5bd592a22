using FaceMatch.Cluster.Cameras;
using FaceMatch.Cluster.Membership;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Faces;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Cluster.Tests;

public sealed class CameraRunnerTests
{
    private readonly FakeTimeProvider _time = new(People.Now);
    private readonly TestCameras _cameras = new();
    private readonly TestTraffic _traffic = new();

    [Fact]
    public async Task A_broken_source_is_tried_again_later_and_later()
    {
        await using var runner = Start(TimeSpan.FromHours(8));
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 32, 60, 60 })
        {
            var watch = await _cameras.NextAsync();
            Assert.Equal(CameraState.Watching, runner.Health.State);
            watch.Break(new FrameSourceException("The stream broke."));
            await Until(() => runner.Health.State == CameraState.Reconnecting);
            Assert.True(watch.Disposed.IsCompleted);
            Assert.Equal("The stream broke.", runner.Health.Reason);

            // The whole delay, since the chance given is 1: not a tick earlier.
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.False(_cameras.AnyBegun);
            _time.Advance(TimeSpan.FromTicks(1));
        }
    }

    [Fact]
    public async Task A_watch_that_held_starts_the_delays_from_the_beginning()
    {
        await using var runner = Start(TimeSpan.FromHours(8));
        (await _cameras.NextAsync()).Break(new FrameSourceException("broke"));
        await Until(() => runner.Health.State == CameraState.Reconnecting);
        _time.Advance(TimeSpan.FromSeconds(1));
        var steady = await _cameras.NextAsync();
        _time.Advance(TimeSpan.FromMinutes(5));
        steady.End();
        await Until(() => runner.Health.State == CameraState.Reconnecting);
        Assert.Equal("The source ended.", runner.Health.Reason);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(steady, await _cameras.NextAsync());
    }

    [Fact]
    public async Task Stopping_ends_the_watch_and_erases_it_before_it_returns()
    {
        var runner = Start(TimeSpan.FromHours(1));
        var watch = await _cameras.NextAsync();

        await runner.DisposeAsync();

        Assert.True(watch.Disposed.IsCompleted);
        Assert.Equal(CameraState.Idle, runner.Health.State);
        Assert.Equal(PushOutcome.NoLiveDeployment, runner.Push(new byte[1], _time.GetUtcNow()));
    }

    [Fact]
    public async Task The_watch_is_over_when_the_window_closes()
    {
        await using var runner = Start(TimeSpan.FromHours(1));
        var watch = await _cameras.NextAsync();
        Assert.Equal(PushOutcome.Accepted, runner.Push(new byte[1], _time.GetUtcNow()));

        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(PushOutcome.NoLiveDeployment, runner.Push(new byte[1], _time.GetUtcNow()));
        await runner.Ended;
        Assert.True(watch.Disposed.IsCompleted);
        Assert.Equal(CameraState.Idle, runner.Health.State);
    }

    [Fact]
    public async Task Counters_are_kept_over_reconnections()
    {
        await using var runner = Start(TimeSpan.FromHours(1));
        var watch = await _cameras.NextAsync();
        runner.Push(new byte[1], _time.GetUtcNow());
        runner.Push(new byte[1], _time.GetUtcNow());
        watch.Break(new InvalidOperationException("unforeseen"));
        await Until(() => runner.Health.State == CameraState.Reconnecting);
        Assert.Equal(PushOutcome.Busy, runner.Push(new byte[1], _time.GetUtcNow()));
        _time.Advance(TimeSpan.FromSeconds(1));
        await _cameras.NextAsync();
        runner.Push(new byte[1], _time.GetUtcNow());

        Assert.Equal(3, runner.Health.FramesAnalysed);
    }

    [Fact]
    public async Task Traffic_is_written_every_minute_and_at_the_end_each_passage_once()
    {
        var runner = Start(TimeSpan.FromHours(8));
        var watch = await _cameras.NextAsync();
        watch.Traffic = new TrafficCount(40, TimeSpan.FromSeconds(50));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            (runner.Plan.CameraId, runner.Plan.Deployment.DeploymentId, new TrafficCount(40, TimeSpan.FromSeconds(50))), await _traffic.NextAsync());

        watch.Traffic = new TrafficCount(45, TimeSpan.FromSeconds(70));
        await runner.DisposeAsync();

        Assert.Equal(new TrafficCount(5, TimeSpan.FromSeconds(20)), (await _traffic.NextAsync()).Count);
        Assert.False(_traffic.AnyWritten);
    }

    [Fact]
    public async Task Traffic_that_could_not_be_written_is_written_with_the_next_also_over_reconnections()
    {
        await using var runner = Start(TimeSpan.FromHours(8));
        var watch = await _cameras.NextAsync();
        watch.Traffic = new TrafficCount(40, TimeSpan.FromSeconds(50));
        _traffic.FailsOnce = true;
        _time.Advance(TimeSpan.FromMinutes(1));
        await Until(() => !_traffic.FailsOnce);
        Assert.False(_traffic.AnyWritten);

        watch.End();
        await Until(() => runner.Health.State == CameraState.Reconnecting);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _cameras.NextAsync()).Traffic = new TrafficCount(2, TimeSpan.FromSeconds(10));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new TrafficCount(42, TimeSpan.FromMinutes(1)), (await _traffic.NextAsync()).Count);
    }

    private CameraRunner Start(TimeSpan length)
    {
        var plan = TestCameras.Plan(_time.GetUtcNow(), length);
        return new CameraRunner(plan, _cameras, new OpenFence(), _traffic, _time, new Backoff(() => 1), NullLogger.Instance);
    }

    private static async Task Until(Func<bool> condition)
    {
        while (!condition())
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
