namespace FaceMatch.Server.Retention;

internal static partial class RetentionLog
{
    [LoggerMessage(6301, LogLevel.Information, "{Count} alerts were purged; their retention had ended")]
    public static partial void AlertsPurged(this ILogger logger, int count);

    [LoggerMessage(6302, LogLevel.Error, "What is due for purging could not be purged; it is tried again in a few minutes")]
    public static partial void RetentionWaits(this ILogger logger, Exception fault);
}
