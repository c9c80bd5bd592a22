using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Access;
using FaceMatch.Server.Deployments;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Cameras;

public sealed class CameraService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, ICameraFleet fleet, ICameraPlanSource plans, TimeProvider time) : ICameraService
{
    private const int LongestName = 200;
    private const int LongestSource = 2_000;

    /// <summary>Clocks of vehicles and phones are not ours; a frame from further ahead has a wrong clock, not a delay.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(1);

    /// <summary>About the time in which a camera works off its queue.</summary>
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private const string StoppedByOrder = "Stopped by order.";

    public async Task<CreatedCamera> CreateAsync(Actor actor, CreateCameraRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Administrator, Role.Approver);
        FieldFaults faults = new();
        CameraKind kind = default;
        faults
            .Text("name", request.Name, LongestName, "give the name that people know the camera by")
            .Text("zone", request.Zone, LongestName, "name the zone that it looks at")
            .Text("unit", request.Unit, LongestName, "name the unit that runs it")
            .OptionalText("source", request.Source, LongestSource)
            .When(request.Source is not null && string.IsNullOrWhiteSpace(request.Source), "source", "is empty: leave it out for a camera that pushes its frames")
            .When(!CameraKinds.TryParse(request.Kind, out kind), "kind", $"must be one of {string.Join(", ", CameraKinds.Names)}");
        faults.ThrowIfAny();

        Camera camera = new(
            request.Name!.Trim(), kind, request.Source?.Trim(), request.Zone!.Trim(), request.Unit!.Trim(), actor.AccountId, time.GetUtcNow());
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Cameras.Add(camera);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(
            actor, "camera.created", $"camera/{camera.Id}",
            LedgerDetail.Of(new { Kind = kind.ToWire(), camera.Zone, camera.Unit, Pushes = camera.Source is null })));
        return new CreatedCamera(camera.Id.ToString());
    }

    public async Task<IReadOnlyList<CameraView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(
            Role.Investigator, Role.Reviewer, Role.SeniorReviewer, Role.WatchlistOfficer, Role.Approver, Role.Auditor, Role.Administrator);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Camera> cameras = await db.Cameras.AsNoTracking().OrderBy(camera => camera.Name).ThenBy(camera => camera.Id).ToListAsync(cancellationToken);
        List<Guid?> stopped = await db.StandingStopOrders().Select(order => order.CameraId).ToListAsync(cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        HashSet<Guid> seen = await db.DeploymentsFor(actor).Where(deployment => deployment.EndsAt > now)
            .Select(deployment => deployment.Id).ToHashSetAsync(cancellationToken);
        return await Task.WhenAll(cameras.Select(
            camera => ViewAsync(camera, seen, stopped.Contains(null) || stopped.Contains(camera.Id), cancellationToken)));
    }

    public async Task PushFrameAsync(
        Actor actor, Guid cameraId, ReadOnlyMemory<byte> jpeg, DateTimeOffset? capturedAt, CancellationToken cancellationToken)
    {
        actor.Require(Role.Camera);
        if (!actor.Cameras.Contains(cameraId) && !actor.IsBootstrap) throw Refuse.NotFound("camera", cameraId);
        DateTimeOffset now = time.GetUtcNow();
        if (capturedAt > now + ClockTolerance)
        {
            throw new RefusalException(
                RefusalKind.Unacceptable, "captured-at", "X-Captured-At lies in the future; set the clock of the camera.");
        }

        DateTimeOffset taken = capturedAt is { } told && told < now ? told : now;
        switch (await fleet.PushAsync(cameraId, jpeg, taken, cancellationToken))
        {
            case PushOutcome.Accepted:
                return;
            case PushOutcome.Busy:
                throw new RefusalException(
                    RefusalKind.TooMany, "busy", "The camera's queue is full; wait for the seconds in Retry-After and send the newest frame then.")
                {
                    RetryAfter = RetryAfter,
                };
            default:
                await using (FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken))
                {
                    if (await db.IsStoppedAsync(cameraId, cancellationToken))
                        throw StandingStops.Stopped("This camera was stopped by order, so its frames are not accepted. An authorising officer can lift the order.");
                }

                throw new RefusalException(
                    RefusalKind.Conflict, "no-live-deployment",
                    "No approved deployment names this camera at this time, so its frames are not accepted. Have a deployment approved first.");
        }
    }

    /// <param name="seen">Deployments that there are for whoever looks; of another one only that the camera is in use is shown.</param>
    private async Task<CameraView> ViewAsync(Camera camera, HashSet<Guid> seen, bool stopped, CancellationToken cancellationToken)
    {
        CameraPlan? plan = await plans.PlanForAsync(camera.Id, cancellationToken);
        CameraHealth health = plan is null ? CameraHealth.Idle : await fleet.HealthAsync(camera.Id, cancellationToken);
        string? deployment = plan is { } running && seen.Contains(running.Deployment.DeploymentId) ? running.Deployment.DeploymentId.ToString() : null;
        return new CameraView(
            camera.Id.ToString(), camera.Name, camera.Kind.ToWire(), CameraSource.WithoutSecrets(camera.Source), camera.Zone, camera.Unit,
            health.State.ToWire(), stopped ? StoppedByOrder : health.Reason, deployment, health.FramesAnalysed, health.FacesSeen,
            health.FramesDropped, health.LastFrameAt, stopped);
    }
}
