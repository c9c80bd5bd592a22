using FaceMatch.Core.Deployments;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Deployments;

internal static class DeploymentQueries
{
    /// <summary>Approved and inside their window, to look at.</summary>
    public static IQueryable<Deployment> RunningDeployments(this FaceMatchDbContext db, DateTimeOffset now) => db.Deployments.AsNoTracking()
        .Where(deployment => deployment.State == DeploymentState.Approved && deployment.StartsAt <= now && deployment.EndsAt > now);
}
