namespace FaceMatch.Server.Imports;

internal static partial class ImportWorkerLog
{
    [LoggerMessage(6101, LogLevel.Information, "Import {Import} is being worked through")]
    public static partial void ImportBegun(this ILogger logger, Guid import);

    [LoggerMessage(6102, LogLevel.Information, "Import {Import} is worked through and waits for approval")]
    public static partial void ImportEnded(this ILogger logger, Guid import);

    [LoggerMessage(6103, LogLevel.Error, "Import {Import} cannot be worked through")]
    public static partial void ImportFailed(this ILogger logger, Exception exception, Guid import);

    [LoggerMessage(6104, LogLevel.Error, "An import was interrupted and is tried again")]
    public static partial void ImportInterrupted(this ILogger logger, Exception exception);
}
