using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CliWrap;
using FaceMatch.Core.Faces;

namespace FaceMatch.Vision.Frames;

/// <summary>
/// Reads a source through a child ffmpeg, so that a crash of a decoder does not take the program along. A live source
/// is read as fast as it comes and only its newest frames are kept; a file waits for its reader. The child is gone when
/// the enumeration ends, however it ends. Thread-safe: each enumeration has a child of its own.
/// </summary>
public sealed class FfmpegFrameSource(TimeProvider clock, string program = "ffmpeg") : IFrameSource
{
    /// <summary>Frames that wait for the reader: one being taken, one ready. More would only be older.</summary>
    private const int Waiting = 2;

    /// <summary>The last lines of ffmpeg that an error message may quote.</summary>
    private const int KeptLines = 4;

    /// <summary>A live source that sends nothing for so long is given up, so that its owner can open it anew.</summary>
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(20);

    public async IAsyncEnumerable<Frame> ReadAsync(
        FrameSourceSettings settings, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!(settings.FramesPerSecond > 0) || !double.IsFinite(settings.FramesPerSecond))
            throw new FrameSourceException("The frame rate of a source must be above 0.");

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<Frame> frames = Open(IsLive(settings));
        Task child = RunAsync(settings, frames.Writer, stop.Token);
        try
        {
            while (await frames.Reader.WaitToReadAsync(cancellationToken))
                while (!cancellationToken.IsCancellationRequested && frames.Reader.TryRead(out Frame? frame)) yield return frame;
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            await stop.CancelAsync();
            await child;
            while (frames.Reader.TryRead(out Frame? unread)) unread.Dispose();
        }
    }

    private static bool IsLive(FrameSourceSettings settings) =>
        settings.RealTime || FfmpegArguments.IsNetwork(settings.Source)
        || settings.Source.StartsWith("/dev/", StringComparison.Ordinal);

    private static Channel<Frame> Open(bool live) => Channel.CreateBounded<Frame>(
        new BoundedChannelOptions(Waiting)
        {
            SingleReader = true,
            SingleWriter = true,
            FullMode = live ? BoundedChannelFullMode.DropOldest : BoundedChannelFullMode.Wait,
        },
        static dropped =>
        {
            VisionMetrics.FrameDropped();
            dropped.Dispose();
        });

    /// <summary>Never throws: how it ended is told through the channel.</summary>
    private async Task RunAsync(FrameSourceSettings settings, ChannelWriter<Frame> frames, CancellationToken stop)
    {
        using var kill = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var lines = new ConcurrentQueue<string>();
        bool any = false;
        Exception? failure = null;
        try
        {
            CommandResult result = await Cli.Wrap(program)
                .WithArguments(FfmpegArguments.For(settings))
                .WithValidation(CommandResultValidation.None)
                .WithStandardErrorPipe(PipeTarget.ToDelegate(line => Remember(lines, line)))
                .WithStandardOutputPipe(PipeTarget.Create(async (stream, _) =>
                {
                    try
                    {
                        any = await PumpAsync(settings, stream, frames, stop);
                    }
                    catch (Exception fault)
                    {
                        // Nobody reads the pipe any more: the child would wait for ever.
                        failure = fault;
                        await kill.CancelAsync();
                    }
                }))
                .ExecuteAsync(kill.Token);
            frames.TryComplete(result.ExitCode == 0 && any ? null : Broken(settings, lines, any));
        }
        catch (OperationCanceledException)
        {
            frames.TryComplete(stop.IsCancellationRequested
                ? null
                : failure as FrameSourceException ?? Broken(settings, lines, any, failure));
        }
        catch (System.ComponentModel.Win32Exception fault)
        {
            frames.TryComplete(new FrameSourceException(
                "ffmpeg is needed to read cameras and videos and was not found. Run 'ops/run', which installs it, or "
                + "'apt-get install ffmpeg'.", fault));
        }
    }

    private async Task<bool> PumpAsync(
        FrameSourceSettings settings, Stream stream, ChannelWriter<Frame> frames, CancellationToken stop)
    {
        bool live = IsLive(settings);
        DateTimeOffset started = clock.GetUtcNow();
        long read = 0;

        // A file is read faster than it was filmed: its frames are stamped at the rate they are taken at.
        DateTimeOffset CapturedAt() =>
            live ? clock.GetUtcNow() : started + TimeSpan.FromSeconds(read / settings.FramesPerSecond);

        await using var buffered = new BufferedStream(stream, 1 << 16);
        var reader = new PpmReader(buffered);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stop);
        while (true)
        {
            if (live) silence.CancelAfter(LongestSilence);
            Frame? frame;
            try
            {
                frame = await reader.ReadAsync(CapturedAt, silence.Token);
            }
            catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
            {
                throw new FrameSourceException(
                    $"The source {SourceName.Redact(settings.Source)} sent no frame for {LongestSilence.TotalSeconds:0} seconds. "
                    + "Check the camera and its network.", fault);
            }

            if (frame is null) return read > 0;
            read++;
            await HandOverAsync(frames, frame, stop);
        }
    }

    private static async ValueTask HandOverAsync(ChannelWriter<Frame> frames, Frame frame, CancellationToken stop)
    {
        try
        {
            await frames.WriteAsync(frame, stop);
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    private static void Remember(ConcurrentQueue<string> lines, string line)
    {
        lines.Enqueue(line);
        if (lines.Count > KeptLines) lines.TryDequeue(out _);
    }

    private static FrameSourceException Broken(
        FrameSourceSettings settings, ConcurrentQueue<string> lines, bool any, Exception? fault = null)
    {
        string what = any ? "broke off" : "cannot be opened or holds no picture";
        string why = SourceName.Redact(lines.LastOrDefault() ?? "no reason given", settings.Source);
        return new FrameSourceException($"The source {SourceName.Redact(settings.Source)} {what}: {why}", fault);
    }
}
