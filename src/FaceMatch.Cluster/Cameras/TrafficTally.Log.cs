using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Cameras;

internal sealed partial class TrafficTally
{
    [LoggerMessage(3221, LogLevel.Warning, "The face traffic of camera {Camera} could not be written; it is tried again while the camera watches")]
    private static partial void LogNotWritten(ILogger logger, Guid camera, Exception fault);
}
