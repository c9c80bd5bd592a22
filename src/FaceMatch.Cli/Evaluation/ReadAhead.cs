using System.Threading.Channels;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation;

/// <summary>Reads files while others are being worked on, a few ahead and no more, and spreads the work over the cores.</summary>
internal static class ReadAhead
{
    /// <summary>Files that wait for each core: enough to hide a disk, few enough that a folder of large pictures fits.</summary>
    private const int FilesPerCore = 2;

    /// <param name="work">Called once for each file with its index and bytes, on as many threads as there are cores.</param>
    /// <exception cref="UsageException">A file cannot be read.</exception>
    public static async Task ForEachAsync(
        IReadOnlyList<string> files, Action<int, byte[]> work, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = Channel.CreateBounded<(int Index, byte[] Content)>(
            new BoundedChannelOptions(FilesPerCore * Environment.ProcessorCount) { SingleWriter = true });
        Task reading = ReadAllAsync(files, waiting.Writer, stop.Token);
        try
        {
            await Parallel.ForEachAsync(
                waiting.Reader.ReadAllAsync(stop.Token),
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = stop.Token },
                (file, _) =>
                {
                    work(file.Index, file.Content);
                    return ValueTask.CompletedTask;
                });
        }
        finally
        {
            // A worker's fault leaves the reader waiting for room.
            await stop.CancelAsync();
            await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task ReadAllAsync(
        IReadOnlyList<string> files, ChannelWriter<(int Index, byte[] Content)> waiting, CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            for (int i = 0; i < files.Count; i++)
                await waiting.WriteAsync((i, await ReadAsync(files[i], cancellationToken)), cancellationToken);
        }
        catch (Exception caught) when (caught is UsageException or OperationCanceledException)
        {
            fault = caught;
        }

        waiting.Complete(fault);
    }

    private static async Task<byte[]> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(file, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"The image {file} cannot be read: {fault.Message}");
        }
    }
}
