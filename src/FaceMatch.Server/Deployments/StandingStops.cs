using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Deployments;

/// <summary>Whether a stop order stands against something (oversight rule 23): asked of the truth at every act, never remembered.</summary>
internal static class StandingStops
{
    public static IQueryable<StopOrder> StandingStopOrders(this FaceMatchDbContext db) =>
        db.StopOrders.Where(order => order.LiftedAt == null);

    public static Task<bool> IsStoppedAsync(this FaceMatchDbContext db, Guid cameraId, CancellationToken cancellationToken) =>
        db.StandingStopOrders().AnyAsync(order => order.CameraId == null || order.CameraId == cameraId, cancellationToken);

    public static Task<bool> IsEverythingStoppedAsync(this FaceMatchDbContext db, CancellationToken cancellationToken) =>
        db.StandingStopOrders().AnyAsync(order => order.CameraId == null, cancellationToken);

    /// <exception cref="RefusalException"><c>stopped</c>: everything is.</exception>
    public static async Task RequireNotStoppedAsync(this FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        if (await db.IsEverythingStoppedAsync(cancellationToken))
            throw Stopped("Everything was stopped by order, so nothing is searched. An authorising officer can lift the order.");
    }

    public static RefusalException Stopped(string message) => new(RefusalKind.Conflict, "stopped", message);
}
