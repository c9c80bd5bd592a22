using FaceMatch.Core.Cameras;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Policies;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Tracking;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceMatch.Pipeline.Tests.RealFaces;

public sealed class StageTests(RealLine line, ITestOutputHelper output) : IClassFixture<RealLine>
{
    private const int Strangers = 200;
    private const double FramesPerSecond = 10;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>
    /// The stage video with two enrolled people and 200 strangers, at the loosest threshold that policy allows for that
    /// many. One of the two is plainly in it; the other stands at the side and is only reported.
    /// </summary>
    [Fact]
    public async Task The_person_on_the_stage_raises_an_alert_and_no_stranger_does()
    {
        string video = SharedData.Path("video", "stage.mp4");
        LinearGallery gallery = new();
        Guid plain = gallery.Add(await EnrolAsync("lin-manuel-miranda.png"));
        Guid side = gallery.Add(await EnrolAsync("alex-lacamoire.png"));
        int strangers = 0;
        foreach (string[] person in SharedData.People())
        {
            if (await line.EnrolAsync(person[0], Cancel) is not { } embedding) continue;
            gallery.Add(embedding);
            if (++strangers == Strangers) break;
        }

        double fmr = RecognitionPolicy.Default.EffectiveFmr(RecognitionPolicy.Default.LoosestFmr, strangers + 2);
        float threshold = line.Calibration.CosineAt(fmr);
        StagedSink sink = new();
        WatchCounters counters = new(TimeProvider.System);
        await WatchAsync(video, threshold, gallery, sink, counters);

        CameraHealth health = counters.Health(CameraState.Idle, null);
        output.WriteLine(FormattableString.Invariant(
            $"threshold {threshold:F3} (FMR {fmr:E1}); frames {health.FramesAnalysed}, tracks {health.FacesSeen}, embeddings {counters.Embeddings}"));
        output.WriteLine(FormattableString.Invariant(
            $"best cosine: plain {gallery.Best[plain]:F3}, at the side {gallery.Best[side]:F3}, best stranger {gallery.Best.Where(pair => pair.Key != plain && pair.Key != side).Max(pair => pair.Value):F3}"));
        Assert.Contains(sink.Raised, alert => alert.SubjectId == plain);
        Assert.All(sink.Raised, alert => Assert.True(alert.SubjectId == plain || alert.SubjectId == side));
        Assert.True(counters.Embeddings < health.FramesAnalysed, "A face is embedded in far fewer frames than it is seen in.");
    }

    private async Task<float[]> EnrolAsync(string name)
    {
        byte[] picture = await File.ReadAllBytesAsync(SharedData.Path("video", "stage-people", name), Cancel);
        using StillAnalysis still = await line.Stills.AnalyseAsync(picture, null, Cancel);
        return [.. still.Faces.MaxBy(face => face.Analysed.Detection.Box.Area)!.Analysed.Embedding];
    }

    private async Task WatchAsync(string video, float threshold, LinearGallery gallery, StagedSink sink, WatchCounters counters)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        DeploymentPlan deployment = new(Guid.NewGuid(), [], threshold, now, now.AddHours(1));
        WatchPipeline pipeline = new(
            deployment, Guid.NewGuid(), WatchSettings.Default, line.Vision, new FaceTracker(), line.Decoder, gallery, sink, line.Limiter, counters,
            NullLogger<WatchPipeline>.Instance);
        FfmpegFrameSource source = new(TimeProvider.System);
        int frames = 0;
        await foreach (Frame read in source.ReadAsync(new FrameSourceSettings(video, FramesPerSecond, Loop: false, RealTime: false), Cancel))
        {
            // Times as the camera would give them, however fast the file is read.
            using Frame frame = new(read.Size, now.AddSeconds(frames++ / FramesPerSecond));
            read.Pixels.CopyTo(frame.Pixels);
            read.Dispose();
            await pipeline.PassAsync(frame, Cancel);
        }

        pipeline.Erase();
    }
}
