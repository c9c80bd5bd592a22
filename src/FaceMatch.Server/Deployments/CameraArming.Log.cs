namespace FaceMatch.Server.Deployments;

public sealed partial class CameraArming
{
    [LoggerMessage(6301, LogLevel.Error, "Camera {CameraId} could not be told that its plan changed; it is told again")]
    private partial void NotReached(Exception fault, Guid cameraId);
}
