using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

internal sealed partial class ShardFiles
{
    [LoggerMessage(3501, LogLevel.Information, "The files in {Folder} are wiped: no shard here keeps itself in them any more")]
    private static partial void LogWiped(ILogger logger, string folder);

    [LoggerMessage(3502, LogLevel.Warning, "The files in {Folder} hold people who may have been removed since, and cannot be wiped: {Fault}")]
    private static partial void LogNotWiped(ILogger logger, string folder, string fault);
}
