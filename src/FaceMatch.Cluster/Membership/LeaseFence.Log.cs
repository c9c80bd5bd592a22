using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Membership;

internal sealed partial class LeaseFence
{
    [LoggerMessage(3301, LogLevel.Critical, "The cluster took {Silo} for dead; it ends, to be started anew")]
    private static partial void LogDeclaredDead(ILogger logger, SiloAddress silo);

    [LoggerMessage(3302, LogLevel.Warning, "The membership table could not be read ({Fault})")]
    private static partial void LogNotConfirmed(ILogger logger, string fault);

    [LoggerMessage(3303, LogLevel.Error, "Not known to be alive for {Term}: the cameras of this node stop until it is")]
    private static partial void LogLapsed(ILogger logger, TimeSpan term);
}
