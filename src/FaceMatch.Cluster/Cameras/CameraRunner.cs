using System.Diagnostics.CodeAnalysis;
using FaceMatch.Cluster.Membership;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Faces;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Cameras;

/// <summary>
/// Carries out one plan: watches, starts again when the source breaks, and is over at the end of the deployment's window
/// at the latest. Made for one plan; disposing stops at once and returns when nothing of the watch is left.
/// </summary>
internal sealed partial class CameraRunner : IAsyncDisposable
{
    /// <summary>A watch that held this long was working: the next fault starts the backoff from the beginning.</summary>
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30);

    /// <summary>Below the longest timer of the runtime, 49 days; a longer window is looked at again after it.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(30);

    private const string LostTouch = "This node is not sure to be part of the cluster any more.";

    private readonly ICameraWatchFactory _factory;
    private readonly ISiloFence _fence;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Backoff _backoff;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private readonly TrafficTally _tally;
    private readonly Task _run;
    private ICameraWatch? _watch;
    private CameraHealth _before = CameraHealth.Idle;
    private CameraState _state = CameraState.Starting;
    private string? _reason;

    public CameraRunner(
        CameraPlan plan, ICameraWatchFactory factory, ISiloFence fence, ITrafficLog traffic, TimeProvider time, Backoff backoff, ILogger logger)
    {
        Plan = plan;
        _factory = factory;
        _fence = fence;
        _time = time;
        _backoff = backoff;
        _logger = logger;
        _tally = new TrafficTally(plan.CameraId, plan.Deployment.DeploymentId, traffic, time, logger);
        // On the pool: a camera must not take its turns from the grain that is asked to stop it.
        _run = Task.Run(RunAsync);
    }

    public CameraPlan Plan { get; }

    /// <summary>Ends when the plan's window does, or when the runner is disposed. Never faults.</summary>
    public Task Ended => _run;

    public CameraHealth Health
    {
        get
        {
            lock (_gate)
            {
                var health = _watch is { } watch ? Plus(_before, watch.Health) : _before;
                var state = _watch is not null && _state == CameraState.Watching ? health.State : _state;
                return health with { State = state, Reason = _reason ?? health.Reason };
            }
        }
    }

    public PushOutcome Push(ReadOnlyMemory<byte> jpeg, DateTimeOffset capturedAt)
    {
        if (!Plan.Deployment.IsLive(_time.GetUtcNow()) || _stop.IsCancellationRequested)
            return PushOutcome.NoLiveDeployment;
        if (!_fence.Holds)
            return PushOutcome.Busy;
        lock (_gate)
            return _watch is { } watch && watch.TryPush(jpeg, capturedAt) ? PushOutcome.Accepted : PushOutcome.Busy;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private async Task RunAsync()
    {
        using var over = new CancellationTokenSource();
        var counting = _tally.KeepAsync(() => Health.Traffic, over.Token);
        await WatchAsync();
        // When nothing of the watch is left: what is written last holds the tracks that its end cut off.
        await over.CancelAsync();
        await counting;
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested && Plan.Deployment.IsLive(_time.GetUtcNow()))
        {
            var left = Plan.Deployment.EndsAt - _time.GetUtcNow();
            // The window closes by itself even if a watch overlooked it.
            using var window = new CancellationTokenSource(left < LongestTimer ? left : LongestTimer, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(window.Token, _stop.Token);

            var began = _time.GetTimestamp();
            var reason = await WatchOnceAsync(either.Token);
            if (either.IsCancellationRequested)
                continue;
            if (_time.GetElapsedTime(began) >= Steady)
                _backoff.Reset();
            var delay = _backoff.Next();
            // The clock runs before anybody is told that it does.
            var pause = Task.Delay(delay, _time, either.Token);
            Set(CameraState.Reconnecting, reason);
            LogReconnecting(_logger, Plan.CameraId, reason, delay);
            await pause.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        Set(CameraState.Idle, null);
    }

    /// <returns>Why it ended.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "No fault of one camera's picture may end its watch for good.")]
    private async Task<string> WatchOnceAsync(CancellationToken cancellationToken)
    {
        ICameraWatch? watch = null;
        try
        {
            var lapse = await _fence.EnterAsync(cancellationToken);
            using var owned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lapse);
            watch = _factory.Create(Plan);
            Begin(watch);
            await watch.RunAsync(owned.Token);
            return _fence.Holds ? "The source ended." : LostTouch;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return "Stopped.";
        }
        catch (OperationCanceledException) when (!_fence.Holds)
        {
            return LostTouch;
        }
        catch (FrameSourceException broken)
        {
            return broken.Message;
        }
        catch (Exception fault)
        {
            LogWatchFailed(_logger, Plan.CameraId, fault);
            return "The watch failed.";
        }
        finally
        {
            if (watch is not null)
                await EndAsync(watch);
        }
    }

    private void Begin(ICameraWatch watch)
    {
        lock (_gate)
        {
            _watch = watch;
            _state = CameraState.Watching;
            _reason = null;
        }
    }

    private async Task EndAsync(ICameraWatch watch)
    {
        lock (_gate)
        {
            _before = Plus(_before, watch.Health);
            _watch = null;
        }

        await watch.DisposeAsync();
    }

    private void Set(CameraState state, string? reason)
    {
        lock (_gate)
        {
            _state = state;
            _reason = reason;
        }
    }

    private static CameraHealth Plus(CameraHealth before, CameraHealth now) => now with
    {
        FramesAnalysed = before.FramesAnalysed + now.FramesAnalysed,
        FacesSeen = before.FacesSeen + now.FacesSeen,
        FramesDropped = before.FramesDropped + now.FramesDropped,
        Alerts = before.Alerts + now.Alerts,
        LastFrameAt = now.LastFrameAt ?? before.LastFrameAt,
        Traffic = new TrafficCount(
            before.Traffic.Passages + now.Traffic.Passages, before.Traffic.Watched + now.Traffic.Watched),
    };
}
