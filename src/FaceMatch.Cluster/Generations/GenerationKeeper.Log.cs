using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Generations;

internal sealed partial class GenerationKeeper
{
    [LoggerMessage(3401, LogLevel.Information, "Generation {Generation} of the gallery is being built: {Loaded} of {Shards} shards are loaded, {Proven} agree with the truth, {Unlike} do not")]
    private static partial void LogProgress(ILogger logger, int generation, int loaded, int shards, int proven, int unlike);

    [LoggerMessage(3402, LogLevel.Information, "Generation {Generation} of the gallery is in force, with {Shards} shards and {Templates} templates")]
    private static partial void LogInForce(ILogger logger, int generation, int shards, long templates);

    [LoggerMessage(3403, LogLevel.Warning, "The building of a generation of the gallery was interrupted ({Fault}); it goes on")]
    private static partial void LogInterrupted(ILogger logger, string fault);
}
