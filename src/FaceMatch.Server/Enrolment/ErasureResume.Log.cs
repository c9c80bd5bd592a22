namespace FaceMatch.Server.Enrolment;

internal static partial class ErasureResumeLog
{
    [LoggerMessage(6201, LogLevel.Warning, "The deletion of {Target} was cut off earlier; its images are erased now")]
    public static partial void DeletionEnded(this ILogger logger, string target);
}
