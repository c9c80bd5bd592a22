using FaceMatch.Core.Accounts;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Deployments;

/// <param name="Scope"><c>camera</c> or <c>everything</c>; said in full, so that a forgotten id does not stop a city.</param>
/// <param name="CameraId">For <c>camera</c>.</param>
/// <param name="Reason">May be missing.</param>
public sealed record StopRequest(string? Scope, string? CameraId, string? Reason);

/// <param name="CameraId">Null for everything.</param>
/// <param name="LiftedAt">Null while it stands.</param>
public sealed record StopView(
    string Id, string Scope, string? CameraId, string? Reason, string OrderedBy, DateTimeOffset OrderedAt, string? LiftedBy, DateTimeOffset? LiftedAt,
    string? LiftReason);

/// <summary>The stop button (oversight rule 23). Anybody who works with the system presses it, an authorising officer lifts it.</summary>
public interface IStopService
{
    /// <summary>Stops at once; what is stopped already stays stopped by the order that stands, which is returned.</summary>
    /// <exception cref="RefusalException"><c>role-required</c>, <c>invalid-fields</c> or <c>not-found</c>.</exception>
    Task<StopView> OrderAsync(Actor actor, StopRequest request, CancellationToken cancellationToken);

    /// <summary>What is still in its window goes on.</summary>
    /// <exception cref="RefusalException"><c>role-required</c>, <c>invalid-fields</c>, <c>not-found</c> or <c>already-lifted</c>.</exception>
    Task<StopView> LiftAsync(Actor actor, Guid orderId, string? reason, CancellationToken cancellationToken);

    /// <summary>Those that stand, then the latest that were lifted.</summary>
    Task<IReadOnlyList<StopView>> ListAsync(Actor actor, CancellationToken cancellationToken);
}
