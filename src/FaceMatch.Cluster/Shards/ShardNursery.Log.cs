using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

internal sealed partial class ShardNursery
{
    [LoggerMessage(3521, LogLevel.Information, "Shard {Shard} goes on from its files")]
    private static partial void LogResumed(ILogger logger, ShardKey shard);

    [LoggerMessage(3522, LogLevel.Warning, "The files of shard {Shard} are not used, and it is read from the truth: {Reason}")]
    private static partial void LogNotResumed(ILogger logger, ShardKey shard, string reason);
}
