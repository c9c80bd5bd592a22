using Microsoft.Extensions.Logging;

namespace FaceMatch.Storage.Vault;

public sealed partial class EncryptedImageVault
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Warning, Message = "The key of the image vault was made: {Path}. Back it up apart from the images; without it they cannot be read.")]
    private static partial void KeyMade(ILogger logger, string path);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Information, Message = "{Count} unfinished files of the image vault were wiped; the last stop was not a clean one.")]
    private static partial void LeftoversWiped(ILogger logger, int count);
}
