using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Cameras;

internal sealed partial class CameraGrain
{
    [LoggerMessage(3211, LogLevel.Information, "Camera {Camera} watches under deployment {Deployment}")]
    private static partial void LogWatching(ILogger logger, Guid camera, Guid deployment);

    [LoggerMessage(3212, LogLevel.Information, "Camera {Camera} stopped; its buffers are erased")]
    private static partial void LogStopped(ILogger logger, Guid camera);

    [LoggerMessage(3213, LogLevel.Information, "Camera {Camera} moves to {Silo}, which it belongs to")]
    private static partial void LogMoving(ILogger logger, Guid camera, SiloAddress silo);
}
