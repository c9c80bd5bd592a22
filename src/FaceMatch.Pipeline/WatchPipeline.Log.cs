using Microsoft.Extensions.Logging;

namespace FaceMatch.Pipeline;

public sealed partial class WatchPipeline
{
    [LoggerMessage(5001, LogLevel.Warning, "Camera {CameraId}: a search reached {Answered} of {Total} shards; it is repeated at the next sighting")]
    private partial void IncompleteSearch(Guid cameraId, int answered, int total);

    [LoggerMessage(5002, LogLevel.Error, "Camera {CameraId}: an alert of deployment {DeploymentId} could not be kept; it is proposed again at the next sighting")]
    private partial void AlertNotKept(Exception fault, Guid cameraId, Guid deploymentId);
}
