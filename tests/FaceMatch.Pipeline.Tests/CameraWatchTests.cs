using FaceMatch.Core.Cameras;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Pipeline.Tests;

public sealed class CameraWatchTests : IDisposable
{
    private const int QueueCapacity = 8;

    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF];

    private readonly FakeTimeProvider _time = new(Start);
    private readonly AnalysisLimiter _limiter = new(1);
    private readonly StagedGallery _gallery = new();
    private readonly StagedSink _sink = new();
    private readonly StagedPermit _permit = new();

    [Fact]
    public async Task A_pushed_frame_goes_through_the_line()
    {
        _gallery.Neighbours.Add(new Neighbour(Guid.NewGuid(), 1, 0.9f));
        await using ICameraWatch watch = Watch(source: null);
        using CancellationTokenSource stop = new();
        Task running = watch.RunAsync(stop.Token);
        Assert.True(watch.TryPush(Picture, Start));
        await Eventually(() => watch.Health.Alerts == 1);
        Assert.Equal(CameraState.Watching, watch.Health.State);

        await stop.CancelAsync();
        await running;
        Assert.Equal(CameraState.Idle, watch.Health.State);
    }

    [Fact]
    public async Task The_queue_is_bounded_and_what_it_refuses_is_counted()
    {
        await using ICameraWatch watch = Watch(source: null);
        for (int i = 0; i < QueueCapacity; i++) Assert.True(watch.TryPush(Picture, Start));
        Assert.False(watch.TryPush(Picture, Start));
        Assert.Equal(1, watch.Health.FramesDropped);
    }

    [Fact]
    public async Task The_watch_ends_when_the_window_closes_though_no_frame_comes()
    {
        await using ICameraWatch watch = Watch(source: null);
        Task running = watch.RunAsync(TestContext.Current.CancellationToken);
        _time.Advance(TimeSpan.FromHours(1));
        await running;
        Assert.False(watch.TryPush(Picture, _time.GetUtcNow()));
    }

    [Fact]
    public async Task A_frame_captured_before_the_window_is_not_looked_at()
    {
        await using ICameraWatch watch = Watch(source: null);
        Assert.True(watch.TryPush(Picture, Start.AddSeconds(-1)));
        Task running = watch.RunAsync(TestContext.Current.CancellationToken);
        await Eventually(() => watch.Health.FramesDropped == 1);
        Assert.Equal(0, watch.Health.FramesAnalysed);
        _time.Advance(TimeSpan.FromHours(1));
        await running;
    }

    [Fact]
    public async Task A_broken_picture_does_not_stop_the_camera()
    {
        await using ICameraWatch watch = Watch(source: null);
        Assert.True(watch.TryPush(ReadOnlyMemory<byte>.Empty, Start));
        Assert.True(watch.TryPush(Picture, Start));
        Task running = watch.RunAsync(TestContext.Current.CancellationToken);
        await Eventually(() => watch.Health.FramesAnalysed == 1);
        Assert.Equal(1, watch.Health.FramesDropped);
        _time.Advance(TimeSpan.FromHours(1));
        await running;
    }

    [Fact]
    public async Task Disposing_stops_a_running_watch()
    {
        ICameraWatch watch = Watch(source: null);
        Task running = watch.RunAsync(TestContext.Current.CancellationToken);
        await watch.DisposeAsync();
        await running;
        Assert.False(watch.TryPush(Picture, Start));
    }

    [Fact]
    public async Task The_watch_of_a_source_ends_with_it_and_every_frame_is_erased()
    {
        StagedSource source = new(_time, frames: 5);
        await using ICameraWatch watch = Watch("file.mp4", source);
        await watch.RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, watch.Health.FramesAnalysed + watch.Health.FramesDropped);
        Assert.All(source.Given, frame => Assert.Throws<ObjectDisposedException>(() => frame.Pixels));
    }

    [Fact]
    public async Task A_node_that_may_not_watch_any_more_looks_at_no_further_frame()
    {
        _permit.Holds = false;
        StagedSource source = new(_time, frames: 5);
        await using ICameraWatch watch = Watch("rtsp://camera", source);

        await watch.RunAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, watch.Health.FramesAnalysed);
        Assert.False(watch.TryPush(Picture, Start));
    }

    [Fact]
    public async Task A_source_that_breaks_is_reported_to_the_owner()
    {
        await using ICameraWatch watch = Watch("rtsp://camera", new StagedSource(_time, frames: 1, new FrameSourceException("It broke.")));
        await Assert.ThrowsAsync<FrameSourceException>(() => watch.RunAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _limiter.Dispose();

    private ICameraWatch Watch(string? source, IFrameSource? frames = null) =>
        new CameraWatchFactory(
            WatchSettings.Default, new StagedVision(), () => new StagedTracker(), new StagedDecoder(), frames ?? new StagedSource(_time, 0),
            _gallery, _sink, _limiter, _permit, _time, NullLoggerFactory.Instance)
        .Create(new CameraPlan(
            Guid.NewGuid(), source, Loop: false, FramesPerSecond: 10,
            new DeploymentPlan(Guid.NewGuid(), [], 0.4f, Start, Start.AddHours(1))));

    private static async Task Eventually(Func<bool> reached)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        while (!reached())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class StagedPermit : IWatchPermit
    {
        public bool Holds { get; set; } = true;
    }

    private sealed class StagedSource(TimeProvider time, int frames, Exception? end = null) : IFrameSource
    {
        public List<Frame> Given { get; } = [];

        public async IAsyncEnumerable<Frame> ReadAsync(
            FrameSourceSettings settings, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
        {
            for (int i = 0; i < frames; i++)
            {
                await Task.Yield();
                Frame frame = new(new FrameSize(100, 80), time.GetUtcNow());
                Given.Add(frame);
                yield return frame;
            }

            if (end is not null) throw end;
        }
    }
}
