using System.Runtime.CompilerServices;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Faces;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Pipeline;

/// <summary>
/// One camera under one deployment: feeds frames, read or pushed, into its pipeline while the deployment's window is
/// open, and erases everything the moment it is not (oversight rules 8, 10 and 23).
/// </summary>
public sealed partial class CameraWatch(
    CameraPlan plan, WatchPipeline pipeline, WatchCounters counters, IFrameSource source, IFrameDecoder decoder,
    AnalysisLimiter limiter, IWatchPermit permit, TimeProvider time, ILogger<CameraWatch> logger) : ICameraWatch
{
    /// <summary>Timers reach no further than 49 days. A watch that ends before its window is started again by its owner.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly PushedFrames _pushed = new();
    private readonly CancellationTokenSource _disposing = new();
    private readonly SemaphoreSlim _running = new(1, 1);
    private volatile bool _watching;
    private volatile bool _sawFrame;

    public CameraHealth Health => counters.Health(
        !_watching ? CameraState.Idle : _sawFrame ? CameraState.Watching : CameraState.Starting, reason: null);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await _running.WaitAsync(cancellationToken);
        using CancellationTokenSource window = WindowCloses();
        using CancellationTokenSource stop =
            CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, window.Token, _disposing.Token);
        try
        {
            _watching = true;
            Started(plan.CameraId, plan.Deployment.DeploymentId);
            await foreach (Frame frame in FramesAsync(stop.Token))
            {
                using (frame)
                {
                    if (!IsLive) break;
                    // Before the line: whoever hears of an alert finds the camera watching.
                    _sawFrame = true;
                    if (plan.Deployment.IsLive(frame.CapturedAt)) await pipeline.PassAsync(frame, stop.Token);
                    else counters.FrameDropped();
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped, disposed or the window closed: a regular end.
        }
        finally
        {
            _watching = false;
            pipeline.Erase();
            _pushed.Erase();
            Ended(plan.CameraId, plan.Deployment.DeploymentId);
            _running.Release();
        }
    }

    public bool TryPush(ReadOnlyMemory<byte> jpeg, DateTimeOffset capturedAt)
    {
        if (IsLive && _pushed.TryAdd(jpeg, capturedAt)) return true;
        counters.FrameDropped();
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _disposing.CancelAsync();
        _pushed.Close();
        await _running.WaitAsync();
        _pushed.Erase();
        _running.Release();
    }

    private bool IsLive => permit.Holds && plan.Deployment.IsLive(time.GetUtcNow());

    private CancellationTokenSource WindowCloses()
    {
        TimeSpan left = plan.Deployment.EndsAt - time.GetUtcNow();
        return new CancellationTokenSource(TimeSpan.FromTicks(Math.Clamp(left.Ticks, 0, LongestTimer.Ticks)), time);
    }

    /// <summary>A live source gives its newest frames only: a slow moment is made up by skipping, not by falling behind.</summary>
    private IAsyncEnumerable<Frame> FramesAsync(CancellationToken cancellationToken) => plan.Source is null
        ? PushedAsync(cancellationToken)
        : source.ReadAsync(new FrameSourceSettings(plan.Source, plan.FramesPerSecond, plan.Loop, RealTime: true), cancellationToken);

    private async IAsyncEnumerable<Frame> PushedAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await _pushed.WaitAsync(cancellationToken))
        {
            if (!_pushed.TryTake(out PushedFrame? pushed)) continue;
            using (pushed)
            {
                if (await DecodeAsync(pushed, cancellationToken) is { } frame) yield return frame;
            }
        }
    }

    /// <summary>Null when the bytes are not a picture; the camera goes on with the next.</summary>
    private async Task<Frame?> DecodeAsync(PushedFrame pushed, CancellationToken cancellationToken)
    {
        try
        {
            return await limiter.RunAsync(() => decoder.Decode(pushed.Jpeg, pushed.CapturedAt, WatchSettings.EnoughSide), cancellationToken);
        }
        catch (ImageRefusedException refusal)
        {
            counters.FrameDropped();
            FrameRefused(plan.CameraId, refusal.Reason);
            return null;
        }
    }
}
