using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Cameras;

internal sealed partial class CameraRunner
{
    [LoggerMessage(3201, LogLevel.Warning, "Camera {Camera} is tried again in {Delay}: {Reason}")]
    private static partial void LogReconnecting(ILogger logger, Guid camera, string reason, TimeSpan delay);

    [LoggerMessage(3202, LogLevel.Error, "The watch of camera {Camera} failed")]
    private static partial void LogWatchFailed(ILogger logger, Guid camera, Exception fault);
}
