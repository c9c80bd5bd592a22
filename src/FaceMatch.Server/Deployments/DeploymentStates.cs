using FaceMatch.Core.Deployments;

namespace FaceMatch.Server.Deployments;

internal static class DeploymentStates
{
    public static string ToWire(this DeploymentState state) => state switch
    {
        DeploymentState.Requested => "requested",
        DeploymentState.Approved => "approved",
        DeploymentState.Stopped => "stopped",
        DeploymentState.Suspended => "suspended",
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };
}
