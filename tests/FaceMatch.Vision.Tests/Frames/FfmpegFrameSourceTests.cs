using CliWrap;
using FaceMatch.Core.Faces;
using FaceMatch.Vision.Frames;

namespace FaceMatch.Vision.Tests.Frames;

public sealed class FfmpegFrameSourceTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("facematch-video-").FullName;
    private readonly FfmpegFrameSource _source = new(TimeProvider.System);

    private string Video => Path.Combine(_folder, "two-seconds.avi");

    public async ValueTask InitializeAsync() => await Cli.Wrap("ffmpeg")
        .WithArguments(["-loglevel", "error", "-f", "lavfi", "-i", "testsrc=size=160x120:rate=25:duration=2", "-c:v", "mjpeg", Video])
        .ExecuteAsync();

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(25, 50)]
    [InlineData(20, 40)]
    [InlineData(5, 10)]
    [InlineData(1000, 50)]
    public async Task A_file_gives_its_frames_at_most_at_the_rate_asked_for(double rate, int expected)
    {
        List<DateTimeOffset> times = [];
        await foreach (Frame frame in _source.ReadAsync(new(Video, rate, Loop: false, RealTime: false), TestContext.Current.CancellationToken))
            using (frame)
            {
                Assert.Equal(new FrameSize(160, 120), frame.Size);
                Assert.Contains(frame.Pixels.ToArray(), value => value > 0);
                times.Add(frame.CapturedAt);
            }

        Assert.Equal(expected, times.Count);
        Assert.Equal(times.Order(), times);
    }

    [Fact]
    public async Task Pixels_arrive_blue_first()
    {
        string red = Path.Combine(_folder, "red.avi");
        await Cli.Wrap("ffmpeg")
            .WithArguments(["-loglevel", "error", "-f", "lavfi", "-i", "color=red:size=64x48:rate=5:duration=1", "-c:v", "mjpeg", red])
            .ExecuteAsync(TestContext.Current.CancellationToken);
        await foreach (Frame frame in _source.ReadAsync(new(red, 5, false, false), TestContext.Current.CancellationToken))
            using (frame)
            {
                Assert.True(frame.Pixels.Span[2] > 200);
                Assert.True(frame.Pixels.Span[0] < 60);
            }
    }

    [Fact]
    public async Task A_looping_file_goes_on_until_it_is_cancelled_and_leaves_no_child()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        int frames = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (Frame frame in _source.ReadAsync(new(Video, 25, Loop: true, RealTime: false), stop.Token))
                using (frame)
                    if (++frames == 130) await stop.CancelAsync();
        });
        Assert.Equal(130, frames);
        Assert.Empty(Children());
    }

    [Fact]
    public async Task A_reader_that_walks_away_leaves_no_child()
    {
        await foreach (Frame frame in _source.ReadAsync(new(Video, 25, Loop: true, RealTime: true), TestContext.Current.CancellationToken))
            using (frame) break;
        Assert.Empty(Children());
    }

    [Fact]
    public async Task A_source_that_cannot_be_opened_says_so_without_its_credentials()
    {
        var fault = await Assert.ThrowsAsync<FrameSourceException>(
            () => DrainAsync("rtsp://operator:hunter2secret@127.0.0.1:1/stream?token=abc123"));
        Assert.Contains("127.0.0.1", fault.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be opened", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2secret", fault.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("operator", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("abc123", fault.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_no_video_is_refused()
    {
        string text = Path.Combine(_folder, "notes.txt");
        await File.WriteAllTextAsync(text, "nothing to see", TestContext.Current.CancellationToken);
        await Assert.ThrowsAsync<FrameSourceException>(() => DrainAsync(text));
        await Assert.ThrowsAsync<FrameSourceException>(() => DrainAsync(Path.Combine(_folder, "absent.mp4")));
    }

    [Fact]
    public async Task A_missing_ffmpeg_is_named()
    {
        var source = new FfmpegFrameSource(TimeProvider.System, Path.Combine(_folder, "no-such-program"));
        var fault = await Assert.ThrowsAsync<FrameSourceException>(async () =>
        {
            await foreach (Frame frame in source.ReadAsync(new(Video, 5, false, false), TestContext.Current.CancellationToken))
                frame.Dispose();
        });
        Assert.Contains("ffmpeg is needed", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("rtsp://user:p@ss@10.0.0.9/live", "rtsp://***@10.0.0.9/live")]
    [InlineData("http://10.0.0.9/feed?user=a&pass=b", "http://10.0.0.9/feed?***")]
    [InlineData("/srv/video.mp4", "/srv/video.mp4")]
    public void A_source_is_shown_without_what_opens_it(string source, string shown) =>
        Assert.Equal(shown, SourceName.Redact(source));

    private async Task DrainAsync(string source)
    {
        await foreach (Frame frame in _source.ReadAsync(new(source, 5, false, false), TestContext.Current.CancellationToken))
            frame.Dispose();
    }

    /// <summary>Processes that were started with this test's folder on their command line.</summary>
    private IEnumerable<string> Children()
    {
        foreach (string process in Directory.EnumerateDirectories("/proc").Where(path => Path.GetFileName(path).All(char.IsAsciiDigit)))
        {
            string command;
            try
            {
                command = File.ReadAllText(Path.Combine(process, "cmdline"));
            }
            catch (IOException)
            {
                continue;
            }

            if (command.StartsWith("ffmpeg", StringComparison.Ordinal) && command.Contains(_folder, StringComparison.Ordinal))
                yield return command;
        }
    }
}
