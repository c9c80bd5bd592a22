using FaceMatch.Core.Accounts;
using FaceMatch.Core.Deployments;

namespace FaceMatch.Console.Tests;

/// <summary>Keeps the orders that pages give.</summary>
internal sealed class RecordingStops : IStopService
{
    public List<StopView> All { get; } = [];

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

    public Task<IReadOnlyList<StopView>> ListAsync(Actor actor, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StopView>>([.. All]);
}
