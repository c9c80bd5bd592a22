using FaceMatch.Core.Galleries;

namespace FaceMatch.Server.Hosting;

/// <summary>Has the shards loaded when the server has started, rather than when the first person searches.</summary>
public sealed class GalleryWarmUp(IGallery gallery, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(200);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            GalleryStatus status = await gallery.StatusAsync(stoppingToken);
            if (status.ShardsReady == status.ShardsTotal) return;
            await Task.Delay(BetweenLooks, time, stoppingToken);
        }
    }
}
