using FaceMatch.Core.Accounts;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Deployments;

/// <summary>
/// The stop button for one camera or for everything (oversight rule 23); a single deployment is stopped by
/// <see cref="Deployment.Stop"/>. It stands until it is lifted, whatever is approved meanwhile.
/// </summary>
public sealed class StopOrder
{
    /// <summary>Everybody but cameras and auditors, who change nothing: to stop is never wrong.</summary>
    public static ReadOnlySpan<Role> MayOrder =>
        [Role.Approver, Role.WatchlistOfficer, Role.Investigator, Role.Reviewer, Role.SeniorReviewer, Role.Administrator];

    public static ReadOnlySpan<Role> MayLift => [Role.Approver];

    private StopOrder()
    {
    }

    /// <param name="cameraId">Null is everything.</param>
    public StopOrder(Guid? cameraId, string? reason, Guid by, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        CameraId = cameraId;
        Reason = reason;
        OrderedBy = by;
        OrderedAt = at;
    }

    public Guid Id { get; private set; }

    /// <summary>Null is everything: every camera, and every search.</summary>
    public Guid? CameraId { get; private set; }

    /// <summary>May be missing: whoever has to stop something at once need not write first.</summary>
    public string? Reason { get; private set; }

    public Guid OrderedBy { get; private set; }

    public DateTimeOffset OrderedAt { get; private set; }

    public Guid? LiftedBy { get; private set; }

    public DateTimeOffset? LiftedAt { get; private set; }

    public string? LiftReason { get; private set; }

    /// <exception cref="RefusalException"><c>already-lifted</c>.</exception>
    public void Lift(Guid by, string reason, DateTimeOffset at)
    {
        if (LiftedAt is not null)
            throw new RefusalException(RefusalKind.Conflict, "already-lifted", "This order was lifted before, so it stops nothing any more. List the orders that stand.");
        LiftedBy = by;
        LiftedAt = at;
        LiftReason = reason;
    }
}
