namespace FaceMatch.Server.Hosting;

public sealed partial class OtherPacksNotice
{
    [LoggerMessage(
        6010, LogLevel.Warning,
        "{Templates} templates of {Subjects} subjects were made by model pack {Other} with embedder '{OtherEmbedder}' and wait for "
        + "re-embedding: searches by pack {Pack} with embedder '{Embedder}' do not see them. Enrol their images again, or start with "
        + "the pack and embedder that made them")]
    private static partial void LogWaiting(
        ILogger logger, int templates, int subjects, string other, string otherEmbedder, string pack, string embedder);
}
