using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

internal sealed partial class ShardKeeper
{
    [LoggerMessage(3511, LogLevel.Warning, "Shard {Shard} is searched as ever, but not wholly in its files, and will be read from the truth after a restart: {Fault}")]
    private static partial void LogNotKept(ILogger logger, ShardKey shard, string fault);

    [LoggerMessage(3512, LogLevel.Information, "Shard {Shard} is wholly in its files again")]
    private static partial void LogKeptAgain(ILogger logger, ShardKey shard);

    [LoggerMessage(3513, LogLevel.Warning, "Shard {Shard} is in its files, but the truth could not be asked for a mark ({Fault}); a restart reads again what it has seen since the last")]
    private static partial void LogUnmarked(ILogger logger, ShardKey shard, string fault);
}
