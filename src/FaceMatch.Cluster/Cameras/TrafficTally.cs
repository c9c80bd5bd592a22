using System.Diagnostics.CodeAnalysis;
using FaceMatch.Core.Cameras;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Cameras;

/// <summary>Writes down what a camera counted, from time to time and at the end; what could not be written goes with the next.</summary>
internal sealed partial class TrafficTally(Guid camera, Guid deployment, ITrafficLog log, TimeProvider time, ILogger logger)
{
    /// <summary>A crash loses no more than this, and the ceiling of false alerts is held against faces that are no older. What is kept is the sum
    /// of a day and of a deployment, which tells of nobody.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>Stopping a camera must not wait longer for a database that hangs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private TrafficCount _written;

    /// <param name="count">Since the beginning; never falls.</param>
    /// <returns>When the last count is written, after <paramref name="over"/>. Never faults.</returns>
    public async Task KeepAsync(Func<TrafficCount> count, CancellationToken over)
    {
        using var periods = new PeriodicTimer(Period, time);
        try
        {
            while (await periods.WaitForNextTickAsync(over))
                await WriteAsync(count());
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
            // The watch is over: a regular end.
        }

        await WriteAsync(count());
    }

    [SuppressMessage("Design", "CA1031", Justification = "A count that cannot be written must not end the watch.")]
    private async Task WriteAsync(TrafficCount count)
    {
        var more = new TrafficCount(count.Passages - _written.Passages, count.Watched - _written.Watched);
        if (more.IsEmpty)
            return;
        try
        {
            using var patience = new CancellationTokenSource(Patience, time);
            await log.AddAsync(camera, deployment, more, patience.Token);
            _written = count;
        }
        catch (Exception fault)
        {
            LogNotWritten(logger, camera, fault);
        }
    }
}
