using FaceMatch.Core.Accounts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Subjects;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Deployments;

/// <summary>Orders to stop a camera or everything. What an order forbids asks for it itself: <see cref="StandingStops"/>.</summary>
public sealed class StopService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, CameraArming arming, TimeProvider time) : IStopService
{
    private const string Camera = "camera";
    private const string Everything = "everything";

    /// <summary>Of those that were lifted; the ledger has all.</summary>
    private const int MostLifted = 100;

    public async Task<StopView> OrderAsync(Actor actor, StopRequest request, CancellationToken cancellationToken)
    {
        actor.Require(StopOrder.MayOrder);
        Guid? camera = Check(request);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (camera is { } id && !await db.Cameras.AnyAsync(known => known.Id == id, cancellationToken)) throw Refuse.NotFound(Camera, id);
        StopOrder? standing = await db.StandingStopOrders().FirstOrDefaultAsync(order => order.CameraId == camera, cancellationToken);
        if (standing is null)
        {
            standing = new StopOrder(camera, request.Reason?.Trim(), actor.AccountId, time.GetUtcNow());
            db.StopOrders.Add(standing);
            await ledger.SaveAsync(db, cancellationToken, Record(actor, "stop.ordered", standing, standing.Reason));
        }

        // Also when it stood before: whoever presses again saw something still running.
        await TellAsync(db, camera);
        return View(standing);
    }

    public async Task<StopView> LiftAsync(Actor actor, Guid orderId, string? reason, CancellationToken cancellationToken)
    {
        actor.Require(StopOrder.MayLift);
        string why = SubjectRecords.CheckReason(reason);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        StopOrder order = await db.StopOrders.SingleOrDefaultAsync(order => order.Id == orderId, cancellationToken)
            ?? throw Refuse.NotFound("stop order", orderId);
        order.Lift(actor.AccountId, why, time.GetUtcNow());
        await ledger.SaveAsync(db, cancellationToken, Record(actor, "stop.lifted", order, why));
        await TellAsync(db, order.CameraId);
        return View(order);
    }

    public async Task<IReadOnlyList<StopView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require([.. StopOrder.MayOrder, Role.Auditor]);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<StopOrder> standing = await db.StandingStopOrders().AsNoTracking()
            .OrderByDescending(order => order.OrderedAt).ToListAsync(cancellationToken);
        List<StopOrder> lifted = await db.StopOrders.AsNoTracking().Where(order => order.LiftedAt != null)
            .OrderByDescending(order => order.LiftedAt).Take(MostLifted).ToListAsync(cancellationToken);
        return [.. standing.Concat(lifted).Select(View)];
    }

    /// <returns>Null for everything.</returns>
    private static Guid? Check(StopRequest request)
    {
        Guid camera = Guid.Empty;
        bool forCamera = request.Scope == Camera;
        new FieldFaults()
            .When(!forCamera && request.Scope != Everything, "scope", $"must be {Camera} or {Everything}")
            .When(forCamera && !Guid.TryParse(request.CameraId, out camera), "cameraId", "must be the id of the camera to stop; list the cameras")
            .When(!forCamera && request.CameraId is not null, "cameraId", $"is for the scope {Camera} only; leave it out to stop everything")
            .OptionalText("reason", request.Reason, Core.Subjects.SubjectRules.LongestText)
            .ThrowIfAny();
        return forCamera ? camera : null;
    }

    /// <summary>The order holds in the truth already; a camera that cannot be reached is told again by <see cref="DeploymentClock"/>.</summary>
    private async Task TellAsync(FaceMatchDbContext db, Guid? camera)
    {
        List<List<Guid>> told = camera is { } one
            ? [[one]]
            : await db.RunningDeployments(time.GetUtcNow()).Select(deployment => deployment.CameraIds).ToListAsync(CancellationToken.None);
        await arming.RefreshAsync([.. told.SelectMany(cameras => cameras).Distinct()], CancellationToken.None);
    }

    private static LedgerRecord Record(Actor actor, string action, StopOrder order, string? reason) => LedgerRecord.By(
        actor, action, $"stop/{order.Id}", LedgerDetail.Of(new { scope = Scope(order), order.CameraId, reason }));

    private static string Scope(StopOrder order) => order.CameraId is null ? Everything : Camera;

    private static StopView View(StopOrder order) => new(
        order.Id.ToString(), Scope(order), order.CameraId?.ToString(), order.Reason, order.OrderedBy.ToString(), order.OrderedAt,
        order.LiftedBy?.ToString(), order.LiftedAt, order.LiftReason);
}
