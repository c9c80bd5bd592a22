using Microsoft.Extensions.Logging;

namespace FaceMatch.Console.Alerts;

public partial class AlertsPage
{
    [LoggerMessage(7001, LogLevel.Warning, "The alert feed of an open page broke; it is taken up again where it stopped.")]
    private static partial void LogFeedBroke(ILogger logger, Exception fault);
}
