using FaceMatch.Core.Accounts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Console.Tests;

/// <summary>Keeps the orders that pages give.</summary>
internal sealed class RecordingStops : IStopService
{
    public List<StopView> All { get; } = [];

    public bool Unreachable { get; set; }

    public Task<StopView> OrderAsync(Actor actor, StopRequest request, CancellationToken cancellationToken)
    {
        StopView order = new($"{Guid.NewGuid()}", request.Scope!, request.CameraId, request.Reason, actor.Name, DateTimeOffset.UnixEpoch, null, null, null);
        All.Add(order);
        return Task.FromResult(order);
    }

    public Task<StopView> LiftAsync(Actor actor, Guid orderId, string? reason, CancellationToken cancellationToken)
    {
        int place = All.FindIndex(order => order.Id == $"{orderId}");
        All[place] = All[place] with { LiftedBy = actor.Name, LiftedAt = DateTimeOffset.UnixEpoch, LiftReason = reason };
        return Task.FromResult(All[place]);
    }

    public Task<IReadOnlyList<StopView>> ListAsync(Actor actor, CancellationToken cancellationToken) => Unreachable
        ? throw new RefusalException(RefusalKind.Unavailable, "storage-unavailable", "The database does not answer. Try again in a moment.")
        : Task.FromResult<IReadOnlyList<StopView>>([.. All]);
}
