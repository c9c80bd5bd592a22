using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Deployments;

/// <summary>Passages a day before the cameras of a deployment: measured where enough was watched, else assumed (oversight rule 14).</summary>
public sealed class TrafficFigures(TimeProvider time)
{
    private const string Measured = "measured";

    public async Task<TrafficView> OfAsync(FaceMatchDbContext db, IReadOnlyList<Guid> cameras, CancellationToken cancellationToken)
    {
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        DateOnly before = today.AddDays(-TrafficEstimate.Days);
        List<TrafficDay> days = await db.TrafficDays.AsNoTracking()
            .Where(day => day.Day > before && cameras.Contains(day.CameraId))
            .ToListAsync(cancellationToken);
        ILookup<Guid, TrafficDay> byCamera = days.ToLookup(day => day.CameraId);
        List<CameraTrafficView> views = [.. cameras.Select(camera => View(camera, TrafficEstimate.Of(byCamera[camera], today)))];
        int measured = views.Count(view => view.Source == Measured);
        return new TrafficView(views.Sum(view => view.PassagesPerDay), measured, views.Count - measured, views);
    }

    private static CameraTrafficView View(Guid camera, TrafficEstimate estimate) => new(
        camera.ToString(), estimate.Measured ? Measured : "assumed", estimate.PassagesPerDay, estimate.HoursWatched);
}
