namespace FaceMatch.Server.Hosting;

internal static partial class ProblemsLog
{
    [LoggerMessage(6001, LogLevel.Error, "{Method} at {Endpoint} failed unexpectedly")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string endpoint);
}
