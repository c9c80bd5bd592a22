using FaceMatch.Cluster.Shards;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster;

internal sealed partial class GalleryFanOut
{
    [LoggerMessage(3101, LogLevel.Warning, "Shard {Shard} did not answer within {Deadline}; the answer is incomplete")]
    private static partial void LogLegTimedOut(ILogger logger, ShardKey shard, TimeSpan deadline);

    [LoggerMessage(3102, LogLevel.Warning, "Shard {Shard} failed ({Fault}); the answer is incomplete")]
    private static partial void LogLegFailed(ILogger logger, ShardKey shard, string fault);

    [LoggerMessage(3103, LogLevel.Warning, "Shard {Shard} could not be told of a change ({Fault}); it reads on before it answers again")]
    private static partial void LogNotTold(ILogger logger, ShardKey shard, string fault);
}
