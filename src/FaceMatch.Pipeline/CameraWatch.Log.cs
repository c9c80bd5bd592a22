using FaceMatch.Core.Faces;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Pipeline;

public sealed partial class CameraWatch
{
    [LoggerMessage(5101, LogLevel.Information, "Camera {CameraId} watches under deployment {DeploymentId}")]
    private partial void Started(Guid cameraId, Guid deploymentId);

    [LoggerMessage(5102, LogLevel.Information, "Camera {CameraId} watches no more under deployment {DeploymentId}; its buffers are erased")]
    private partial void Ended(Guid cameraId, Guid deploymentId);

    [LoggerMessage(5103, LogLevel.Warning, "Camera {CameraId} pushed a picture that was not accepted: {Reason}")]
    private partial void FrameRefused(Guid cameraId, ImageRefusal reason);
}
