namespace FaceMatch.Server.Enrolment;

internal static partial class ErasureResumeLog
{
    [LoggerMessage(6201, LogLevel.Warning, "The deletion of {Target} was cut off earlier; its images are erased now")]
    public static partial void DeletionEnded(this ILogger logger, string target);

    [LoggerMessage(6202, LogLevel.Warning, "Deletions that were cut off could not be looked for; they are looked for again in a minute")]
    public static partial void ErasureWaits(this ILogger logger, Exception exception);
}
