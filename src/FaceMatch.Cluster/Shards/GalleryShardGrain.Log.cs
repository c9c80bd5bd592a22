using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

internal sealed partial class GalleryShardGrain
{
    [LoggerMessage(3001, LogLevel.Information, "Shard {Shard} is ready with {Templates} templates")]
    private static partial void LogReady(ILogger logger, ShardKey shard, long templates);

    [LoggerMessage(3002, LogLevel.Error, "Shard {Shard} could not read the truth ({Fault}); next try in {Delay}")]
    private static partial void LogLoadFailed(ILogger logger, ShardKey shard, string fault, TimeSpan delay);

    [LoggerMessage(3003, LogLevel.Warning, "Shard {Shard} could not read on in the truth ({Fault}); it answers nothing until it has")]
    private static partial void LogBehind(ILogger logger, ShardKey shard, string fault);

    [LoggerMessage(3004, LogLevel.Information, "Shard {Shard} is of a generation that is not searched any more; its memory is given back")]
    private static partial void LogReleased(ILogger logger, ShardKey shard);

    [LoggerMessage(3006, LogLevel.Error, "Shard {Shard}, which is being built, does not hold what the truth says that it must; it is read anew")]
    private static partial void LogDiffers(ILogger logger, ShardKey shard);

    [LoggerMessage(3005, LogLevel.Information, "Shard {Shard} is loaded at {Silo} and moves there")]
    private static partial void LogMoving(ILogger logger, ShardKey shard, SiloAddress silo);

    [LoggerMessage(3007, LogLevel.Error, "Shard {Shard} could not be written to its files ({Fault}); it is tried again")]
    private static partial void LogKeepFailed(ILogger logger, ShardKey shard, string fault);

    [LoggerMessage(3008, LogLevel.Warning, "Shard {Shard}, which was loaded ahead, cannot be taken over ({Fault}); it is loaded again")]
    private static partial void LogNotTaken(ILogger logger, ShardKey shard, string fault);
}
