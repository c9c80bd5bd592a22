using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Server.Deployments;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Cameras;

/// <summary>What a camera should be doing now: the approved deployment that names it in its window, the first by start; nothing while an order stops it, or while
/// its lists hold more subjects than the thresholds were validated for.</summary>
public sealed class PlanSource(
    IDbContextFactory<FaceMatchDbContext> contexts, ThresholdRules thresholds, TimeProvider time) : ICameraPlanSource
{
    /// <summary>A walking person moves 14 cm between two frames, less than a face's width, so a track holds; more costs cores.</summary>
    private const double FramesPerSecond = 10;

    public async Task<CameraPlan?> PlanForAsync(Guid cameraId, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Camera? camera = await db.Cameras.AsNoTracking().SingleOrDefaultAsync(camera => camera.Id == cameraId, cancellationToken);
        if (camera is null) return null;
        if (await db.IsStoppedAsync(cameraId, cancellationToken)) return null;
        Deployment? deployment = await db.RunningDeployments(now)
            .Where(deployment => deployment.CameraIds.Contains(cameraId))
            .OrderBy(deployment => deployment.StartsAt).ThenBy(deployment => deployment.Id)
            .FirstOrDefaultAsync(cancellationToken);
        if (deployment is null) return null;
        int gallerySize = await thresholds.GallerySizeAsync(db, deployment.WatchlistIds, cancellationToken);
        if (!thresholds.IsValidFor(gallerySize)) return null;
        DeploymentThreshold threshold = thresholds.InForce(deployment, gallerySize);
        DeploymentPlan plan = new(
            deployment.Id, deployment.WatchlistIds, threshold.Cosine, deployment.StartsAt, deployment.EndsAt);
        return new CameraPlan(cameraId, camera.Source, camera.Source is { } source && CameraSource.IsFile(source), FramesPerSecond, plan);
    }
}
