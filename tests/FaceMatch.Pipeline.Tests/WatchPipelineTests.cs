using FaceMatch.Core.Cameras;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Pipeline.Tests;

public sealed class WatchPipelineTests : IDisposable
{
    private const float Threshold = 0.4f;

    private static readonly DateTimeOffset Start = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Wanted = Guid.CreateVersion7(Start);

    private readonly StagedVision _vision = new();
    private readonly StagedTracker _tracker = new();
    private readonly StagedGallery _gallery = new();
    private readonly StagedSink _sink = new();
    private readonly AnalysisLimiter _limiter = new(1);
    private readonly FakeTimeProvider _time = new(Start);
    private readonly WatchCounters _counters;
    private readonly WatchPipeline _pipeline;
    private DateTimeOffset _now = Start;

    public WatchPipelineTests()
    {
        _counters = new WatchCounters(_time);
        DeploymentPlan deployment = new(Guid.NewGuid(), [Guid.NewGuid()], Threshold, Start, Start.AddHours(8));
        _pipeline = new WatchPipeline(
            deployment, Guid.NewGuid(), WatchSettings.Default, _vision, _tracker, new StagedDecoder(), _gallery, _sink, _limiter, _counters,
            NullLogger<WatchPipeline>.Instance);
    }

    [Fact]
    public async Task A_track_of_even_quality_is_embedded_only_a_few_times()
    {
        await PassAsync(frames: 50);
        Assert.Equal(WatchSettings.Default.EnoughShots, _vision.Embedded);
        Assert.Equal(WatchSettings.Default.EnoughShots, _gallery.Queries.Count);
    }

    [Fact]
    public async Task A_clearly_better_shot_is_embedded_again()
    {
        await PassAsync(frames: 10);
        _vision.Quality = 0.52;
        await PassAsync(frames: 1);
        Assert.Equal(3, _vision.Embedded);
        _vision.Quality = 0.7;
        await PassAsync(frames: 1);
        Assert.Equal(4, _vision.Embedded);
    }

    [Fact]
    public async Task A_face_below_the_quality_floor_is_never_embedded()
    {
        _vision.Quality = WatchSettings.Default.LeastQuality - 0.01;
        await PassAsync(frames: 10);
        Assert.Equal(0, _vision.Embedded);
        Assert.Empty(_gallery.Queries);
        Assert.Equal(1, _counters.Health(CameraState.Watching, null).FacesSeen);
    }

    [Fact]
    public async Task A_face_that_a_closer_look_finds_poor_is_never_embedded()
    {
        _vision.Quality = 0.9;
        _vision.LookedQuality = WatchSettings.Default.LeastQuality - 0.01;
        await PassAsync(frames: 10);
        Assert.Equal(0, _vision.Embedded);
        Assert.Empty(_gallery.Queries);
    }

    [Fact]
    public async Task A_shot_that_the_recognition_network_makes_nothing_of_is_no_evidence_and_is_not_tried_again_and_again()
    {
        _vision.Quality = 0.8;
        _vision.Recognisability = 0;
        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, 0.6f));
        await PassAsync(frames: 10);
        Assert.Equal(WatchSettings.Default.EnoughShots, _vision.Embedded);
        Assert.Empty(_gallery.Queries);
        Assert.Empty(_sink.Raised);

        _vision.Quality = 0.95;
        _vision.Recognisability = 1;
        await PassAsync(frames: 1);
        Assert.Single(_sink.Raised);
    }

    [Fact]
    public async Task An_alert_carries_the_quality_that_the_recognition_network_confirmed()
    {
        _vision.Quality = 0.9;
        _vision.Recognisability = 0.4;
        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, 0.6f));
        await PassAsync(frames: 1);
        Assert.Equal(Math.Sqrt(0.9 * 0.4), Assert.Single(_sink.Raised).Quality.Overall, 6);
    }

    [Fact]
    public async Task No_embedding_stays_in_memory_after_its_use()
    {
        await PassAsync(frames: 1);
        Assert.All(_gallery.Probes[0], value => Assert.NotEqual(0, value));
        Assert.All(_gallery.Queries[0].Probe.ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public async Task One_track_alerts_once_for_a_subject()
    {
        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, 0.6f));
        await PassAsync(frames: 20);
        Assert.Single(_sink.Raised);
        Assert.Equal(1, _counters.Health(CameraState.Watching, null).Alerts);
    }

    [Fact]
    public async Task A_new_track_of_the_same_subject_waits_for_the_cooldown()
    {
        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, 0.6f));
        await PassAsync(frames: 3);
        _pipeline.Erase();
        await PassAsync(frames: 3);
        Assert.Single(_sink.Raised);

        _now += WatchSettings.Default.AlertCooldown;
        _pipeline.Erase();
        await PassAsync(frames: 3);
        Assert.Equal(2, _sink.Raised.Count);
    }

    [Fact]
    public async Task A_neighbour_just_below_the_threshold_is_not_proposed()
    {
        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, Threshold - 0.001f));
        await PassAsync(frames: 5);
        Assert.Empty(_sink.Raised);
    }

    [Fact]
    public async Task An_incomplete_answer_is_asked_again_at_the_next_sighting_and_carried_into_the_alert()
    {
        await PassAsync(frames: 3);
        _pipeline.Erase();
        _gallery.Coverage = new Coverage(3, 4, 75, ["default/1/003"]);
        await PassAsync(frames: 10);
        Assert.Equal(6, _vision.Embedded);
        Assert.Equal(13, _gallery.Queries.Count);

        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, 0.6f));
        await PassAsync(frames: 1);
        Assert.False(Assert.Single(_sink.Raised).Coverage.Complete);

        _gallery.Coverage = StagedGallery.Whole;
        await PassAsync(frames: 10);
        Assert.Equal(15, _gallery.Queries.Count);
    }

    [Fact]
    public async Task An_alert_that_could_not_be_kept_is_proposed_again()
    {
        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, 0.6f));
        _sink.Broken = true;
        await PassAsync(frames: 10);
        _sink.Broken = false;
        await PassAsync(frames: 5);
        Assert.Single(_sink.Raised);
    }

    [Fact]
    public async Task An_alert_of_a_subject_no_longer_in_force_is_not_counted()
    {
        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, 0.6f));
        _sink.InForce = false;
        await PassAsync(frames: 10);
        Assert.Equal(0, _counters.Health(CameraState.Watching, null).Alerts);
    }

    [Fact]
    public async Task The_alert_shows_the_face_inside_its_crop()
    {
        _gallery.Neighbours.Add(new Neighbour(Wanted, 7, 0.6f));
        await PassAsync(frames: 1);
        var alert = Assert.Single(_sink.Raised);
        Assert.Equal(new FrameSize(42, 42), alert.ShotFrame);
        Assert.Equal(new Box(10, 10, 20, 20), alert.ShotBox);
        Assert.Equal(7, alert.TemplateId);
    }

    [Fact]
    public async Task A_track_with_a_usable_face_is_one_passage_once_it_ended_and_one_without_is_none()
    {
        await PassAsync(frames: 10);
        Assert.Equal(0, Traffic.Passages);
        _pipeline.Erase();
        Assert.Equal(1, Traffic.Passages);

        _vision.Quality = WatchSettings.Default.LeastQuality - 0.01;
        await PassAsync(frames: 10);
        _pipeline.Erase();
        Assert.Equal(1, Traffic.Passages);
        Assert.Equal(2, _counters.Health(CameraState.Watching, null).FacesSeen);
    }

    [Fact]
    public async Task Only_the_time_in_which_frames_come_is_watched()
    {
        await PassAsync(frames: 11);
        Assert.Equal(TimeSpan.FromSeconds(1), Traffic.Watched);
        _time.Advance(TimeSpan.FromHours(3));
        await PassAsync(frames: 11);
        Assert.Equal(TimeSpan.FromSeconds(4), Traffic.Watched);
    }

    private TrafficCount Traffic => _counters.Health(CameraState.Watching, null).Traffic;

    public void Dispose() => _limiter.Dispose();

    private async Task PassAsync(int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            _now += TimeSpan.FromMilliseconds(100);
            _time.Advance(TimeSpan.FromMilliseconds(100));
            using Frame frame = new(new FrameSize(100, 80), _now);
            await _pipeline.PassAsync(frame, TestContext.Current.CancellationToken);
        }
    }
}
