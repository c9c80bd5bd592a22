using FaceMatch.Core.Galleries;
using FaceMatch.Storage;

namespace FaceMatch.Server.Hosting;

/// <summary>Has the shards loaded when the server has started, rather than when the first person searches.</summary>
public sealed class GalleryWarmUp(IGallery gallery, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            if (await IsReadyAsync(stoppingToken)) return;
            await Task.Delay(BetweenLooks, time, stoppingToken);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken cancellationToken)
    {
        try
        {
            GalleryStatus status = await gallery.StatusAsync(cancellationToken);
            return status.ShardsReady == status.ShardsTotal;
        }
        catch (Exception fault) when (StorageFaults.Translate(fault) is not null)
        {
            // The database went away after the start; readiness tells of it, and the shards load when it is back.
            return false;
        }
    }
}
