using System.Diagnostics.CodeAnalysis;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Generations;

/// <summary>
/// Sees a generation of shards through that is being built: has its shards loaded, and puts it in force when every one of them, at
/// one look, is loaded and agreed with the truth. It keeps nothing itself: the truth says what is being built and each shard what
/// became of it, so any node goes on where another stopped.
/// </summary>
internal sealed partial class GenerationKeeper(
    IGallerySource source, IGallery gallery, IGenerationStore store, TimeProvider time, ILogger<GenerationKeeper> logger) : BackgroundService
{
    /// <summary>One row of the truth a look.</summary>
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    [SuppressMessage("Design", "CA1031", Justification = "Whatever interrupted the building, the next look goes on with it.")]
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var looks = new PeriodicTimer(BetweenLooks, time);
        do
        {
            try
            {
                if ((await source.ManifestAsync(stoppingToken)).Building is not null)
                    await store.TendAloneAsync(SeeThroughAsync, stoppingToken);
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogInterrupted(logger, fault.GetType().Name);
            }
        }
        while (await looks.WaitForNextTickAsync(stoppingToken));
    }

    private async Task SeeThroughAsync(CancellationToken cancellationToken)
    {
        using var looks = new PeriodicTimer(BetweenLooks, time);
        GenerationBuild? before = null;
        while ((await gallery.StatusAsync(cancellationToken)).Building is { } build)
        {
            if (build.IsComplete)
            {
                if (await store.PutInForceAsync(build, cancellationToken))
                    LogInForce(logger, build.Generation.Number, build.Generation.ShardCount, build.Templates);
                return;
            }

            if (build != before)
                LogProgress(logger, build.Generation.Number, build.ShardsLoaded, build.Generation.ShardCount, build.ShardsProven, build.ShardsUnlike);
            before = build;
            await looks.WaitForNextTickAsync(cancellationToken);
        }
    }
}
