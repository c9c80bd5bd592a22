using FaceMatch.Core.Cameras;
using Orleans.Concurrency;

namespace FaceMatch.Cluster.Cameras;

/// <summary>One camera, keyed by its id: the one owner in the cluster of its watch.</summary>
[Alias("facematch.camera")]
public interface ICameraGrain : IGrainWithGuidKey
{
    /// <summary>Looks its plan up in the truth and starts, changes or stops. When it returns after a stop, nothing of the
    /// watch is left.</summary>
    [Alias("refresh")]
    Task RefreshAsync(CancellationToken cancellationToken);

    [AlwaysInterleave]
    [Alias("push")]
    Task<PushOutcome> PushAsync(PushedFrame frame);

    [AlwaysInterleave]
    [Alias("health")]
    Task<CameraReport> HealthAsync();
}

/// <param name="Jpeg">The frame as the camera encoded it.</param>
[GenerateSerializer, Immutable, Alias("facematch.pushed-frame")]
public sealed record PushedFrame([property: Id(0)] byte[] Jpeg, [property: Id(1)] DateTimeOffset CapturedAt);

/// <summary><see cref="CameraHealth"/> on the wire.</summary>
[GenerateSerializer, Immutable, Alias("facematch.camera-report")]
public sealed record CameraReport(
    [property: Id(0)] CameraState State,
    [property: Id(1)] string? Reason,
    [property: Id(2)] long FramesAnalysed,
    [property: Id(3)] long FacesSeen,
    [property: Id(4)] long FramesDropped,
    [property: Id(5)] long Alerts,
    [property: Id(6)] DateTimeOffset? LastFrameAt,
    [property: Id(7)] long Passages,
    [property: Id(8)] TimeSpan Watched)
{
    internal static CameraReport Of(CameraHealth health) => new(
        health.State, health.Reason, health.FramesAnalysed, health.FacesSeen, health.FramesDropped, health.Alerts, health.LastFrameAt,
        health.Traffic.Passages, health.Traffic.Watched);

    internal CameraHealth ToHealth() =>
        new(State, Reason, FramesAnalysed, FacesSeen, FramesDropped, Alerts, LastFrameAt) { Traffic = new TrafficCount(Passages, Watched) };
}
