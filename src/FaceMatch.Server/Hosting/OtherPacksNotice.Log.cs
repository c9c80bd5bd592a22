namespace FaceMatch.Server.Hosting;

public sealed partial class OtherPacksNotice
{
    [LoggerMessage(
        6010, LogLevel.Warning,
        "{Templates} templates of {Subjects} subjects were made by model pack {Other} and wait for re-embedding: searches by pack "
        + "{Pack} do not see them. Enrol their images again, or start with FACEMATCH_PACK={Other}")]
    private static partial void LogWaiting(ILogger logger, int templates, int subjects, string other, string pack);
}
