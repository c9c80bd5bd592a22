using Microsoft.Extensions.Logging;

namespace FaceMatch.Index.Faiss;

public sealed partial class FaissIndex
{
    [LoggerMessage(2101, LogLevel.Information, "{Factory} is built over {Templates} templates in {Elapsed}, because {Reason}")]
    private static partial void LogBuilt(ILogger logger, string factory, long templates, TimeSpan elapsed, string reason);

    [LoggerMessage(2102, LogLevel.Error, "{Factory} could not be built or changed; searches are exact until it can")]
    private static partial void LogFailed(ILogger logger, string factory, Exception fault);

    [LoggerMessage(2103, LogLevel.Information,
        "{Factory} over {Templates} templates: recall at 1 {RecallAt1:F4}, at 20 {RecallAt20:F4}, added FNIR {AddedFnir:F4}")]
    private static partial void LogRecall(
        ILogger logger, string factory, long templates, double recallAt1, double recallAt20, double addedFnir);

    [LoggerMessage(2104, LogLevel.Warning, "The saved {Factory} in {Path} is not used: {Reason}")]
    private static partial void LogNotLoaded(ILogger logger, string factory, string path, string reason);

    [LoggerMessage(2105, LogLevel.Information,
        "{Factory} cannot take vectors out: removed templates are hidden at once, and erased when it is built anew within {Within}")]
    private static partial void LogHidden(ILogger logger, string factory, TimeSpan within);
}
