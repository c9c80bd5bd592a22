using FaceMatch.Core.Cameras;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Traffic;

/// <summary>One row a camera and day, one number a deployment. No entry in the ledger: nobody acted, and it tells of nobody.</summary>
public sealed class TrafficLog(IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, TimeProvider time) : ITrafficLog
{
    /// <summary>What <see cref="TrafficEstimate.Days"/> asks for and a week, for whoever wants to see why a figure changed.</summary>
    public const int DaysKept = 35;

    public async Task AddAsync(Guid cameraId, Guid deploymentId, TrafficCount count, CancellationToken cancellationToken)
    {
        DateOnly today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        DateOnly oldest = today.AddDays(1 - DaysKept);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await ledger.SaveAsync(
            db,
            async within =>
            {
                await db.TrafficDays.Where(day => day.Day < oldest).ExecuteDeleteAsync(within);
                TrafficDay? row = await db.TrafficDays.FindAsync([cameraId, today], within);
                if (row is null) db.TrafficDays.Add(row = new TrafficDay(cameraId, today));
                row.Add(count);
                await db.Deployments.Where(deployment => deployment.Id == deploymentId).ExecuteUpdateAsync(
                    set => set.SetProperty(deployment => deployment.FacesCompared, deployment => deployment.FacesCompared + count.Passages), within);
            },
            cancellationToken);
    }
}
