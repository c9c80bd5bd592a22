namespace FaceMatch.Server.Deployments;

public sealed partial class DeploymentClock
{
    [LoggerMessage(6302, LogLevel.Error, "Deployments could not be read; cameras are armed and disarmed at the next tick")]
    private partial void Missed(Exception fault);
}
