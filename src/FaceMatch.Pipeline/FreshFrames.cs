using System.Runtime.CompilerServices;
using System.Threading.Channels;
using FaceMatch.Core.Faces;

namespace FaceMatch.Pipeline;

/// <summary>
/// Reads ahead of a live source and keeps only its newest frames, so that a slow moment is made up by skipping and not by
/// falling ever further behind the street. What is skipped is zeroed and counted.
/// </summary>
internal static class FreshFrames
{
    /// <summary>One being analysed, one ready: more would only be older.</summary>
    private const int ReadAhead = 2;

    /// <exception cref="FrameSourceException">The source cannot be opened or broke.</exception>
    public static async IAsyncEnumerable<Frame> ReadAsync(
        IFrameSource source, FrameSourceSettings settings, WatchCounters counters, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Channel<Frame> fresh = Channel.CreateBounded<Frame>(
            new BoundedChannelOptions(ReadAhead) { FullMode = BoundedChannelFullMode.DropOldest, SingleWriter = true },
            dropped =>
            {
                dropped.Dispose();
                counters.FrameDropped();
            });
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task reading = FillAsync(source, settings, fresh.Writer, done.Token);
        try
        {
            await foreach (Frame frame in fresh.Reader.ReadAllAsync(cancellationToken)) yield return frame;
        }
        finally
        {
            await done.CancelAsync();
            await reading;
            while (fresh.Reader.TryRead(out Frame? left)) left.Dispose();
        }
    }

    /// <summary>Never throws: how the source ended reaches the reader through the channel.</summary>
    private static async Task FillAsync(
        IFrameSource source, FrameSourceSettings settings, ChannelWriter<Frame> fresh, CancellationToken cancellationToken)
    {
        Exception? end = null;
        try
        {
            await foreach (Frame frame in source.ReadAsync(settings, cancellationToken))
                if (!fresh.TryWrite(frame)) frame.Dispose();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to stop: an end like any other.
        }
        catch (Exception fault)
        {
            end = fault;
        }

        fresh.TryComplete(end);
    }
}
