using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

internal sealed partial class GalleryShardGrain
{
    [LoggerMessage(3001, LogLevel.Information, "Shard {Shard} is ready with {Templates} templates")]
    private static partial void LogReady(ILogger logger, ShardKey shard, long templates);

    [LoggerMessage(3002, LogLevel.Error, "Shard {Shard} could not read the truth ({Fault}); next try in {Delay}")]
    private static partial void LogLoadFailed(ILogger logger, ShardKey shard, string fault, TimeSpan delay);

    [LoggerMessage(3003, LogLevel.Error, "Shard {Shard} could not read changed subjects ({Fault}); it answers nothing until it has")]
    private static partial void LogRefreshFailed(ILogger logger, ShardKey shard, string fault);
}
