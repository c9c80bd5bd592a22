using FaceMatch.Storage.Galleries;

namespace FaceMatch.Server.Hosting;

/// <summary>
/// Says at the start which subjects no search will find because another model pack or another embedder made their
/// templates: embeddings of two have nothing to do with each other, so they are never compared.
/// </summary>
public sealed partial class OtherPacksNotice(OtherPacks others, ActivePack pack, ILogger<OtherPacksNotice> logger) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (WaitingTemplates waiting in await others.WaitingAsync(cancellationToken))
            LogWaiting(logger, waiting.Templates, waiting.Subjects, waiting.Pack, waiting.Embedder, pack.Name, pack.Embedder);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
