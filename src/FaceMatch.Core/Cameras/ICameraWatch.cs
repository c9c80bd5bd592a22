namespace FaceMatch.Core.Cameras;

/// <summary>What a camera needs to know to watch: nothing else reaches the node that runs it.</summary>
/// <param name="ThresholdCosine">From the deployment's false match rate by the active calibration.</param>
public sealed record DeploymentPlan(
    Guid DeploymentId, IReadOnlyList<Guid> Watchlists, float ThresholdCosine, DateTimeOffset StartsAt, DateTimeOffset EndsAt)
{
    public bool IsLive(DateTimeOffset at) => at >= StartsAt && at < EndsAt;
}

/// <param name="Source">Null for a camera that pushes.</param>
/// <param name="Loop">Start a file again at its end.</param>
public sealed record CameraPlan(Guid CameraId, string? Source, bool Loop, double FramesPerSecond, DeploymentPlan Deployment);

public enum CameraState
{
    /// <summary>No live deployment: nothing is read and nothing accepted.</summary>
    Idle,
    Starting,
    Watching,

    /// <summary>The source broke or ended; it is tried again.</summary>
    Reconnecting,
}

/// <summary>Counters since the watch began. Only counters outlive a face that raised no alert.</summary>
public sealed record CameraHealth(
    CameraState State, string? Reason, long FramesAnalysed, long FacesSeen, long FramesDropped, long Alerts, DateTimeOffset? LastFrameAt)
{
    public static readonly CameraHealth Idle = new(CameraState.Idle, null, 0, 0, 0, 0, null);

    /// <summary>Tracks that ended and had a face good enough to be compared, and the time in which frames came.</summary>
    public TrafficCount Traffic { get; init; }
}

/// <summary>One camera being watched under one deployment. Disposing erases every buffer.</summary>
public interface ICameraWatch : IAsyncDisposable
{
    CameraHealth Health { get; }

    /// <summary>Watches until the source ends, the deployment's window closes or the token is cancelled.</summary>
    /// <exception cref="Faces.FrameSourceException">The source broke.</exception>
    Task RunAsync(CancellationToken cancellationToken);

    /// <summary>Hands over a pushed frame. False: the queue is full, try again later.</summary>
    bool TryPush(ReadOnlyMemory<byte> jpeg, DateTimeOffset capturedAt);
}

public interface ICameraWatchFactory
{
    ICameraWatch Create(CameraPlan plan);
}

/// <summary>Where a camera learns what it should be doing now, from the truth.</summary>
public interface ICameraPlanSource
{
    /// <summary>Null when no approved deployment names this camera in its window.</summary>
    Task<CameraPlan?> PlanForAsync(Guid cameraId, CancellationToken cancellationToken);
}

public enum PushOutcome
{
    Accepted,
    NoLiveDeployment,
    Busy,
}

/// <summary>The cameras of the cluster, wherever each one runs.</summary>
public interface ICameraFleet
{
    /// <summary>Changes when a node came or went: cameras that it had, or should have, must be refreshed then.</summary>
    long MembershipVersion { get; }

    /// <summary>The camera looks up its plan in the truth and starts, changes or stops at once.</summary>
    Task RefreshAsync(Guid cameraId, CancellationToken cancellationToken);

    Task<PushOutcome> PushAsync(Guid cameraId, ReadOnlyMemory<byte> jpeg, DateTimeOffset capturedAt, CancellationToken cancellationToken);

    Task<CameraHealth> HealthAsync(Guid cameraId, CancellationToken cancellationToken);
}
