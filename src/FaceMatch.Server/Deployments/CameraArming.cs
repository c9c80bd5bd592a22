using FaceMatch.Core.Cameras;

namespace FaceMatch.Server.Deployments;

/// <summary>
/// Tells cameras to look at their plan again. What was decided holds in the truth already, so one that cannot be reached
/// does not undo the decision: it is told again until it hears.
/// </summary>
public sealed partial class CameraArming(ICameraFleet fleet, ILogger<CameraArming> logger)
{
    private readonly Lock _guard = new();
    private readonly HashSet<Guid> _unheard = [];

    public Task RefreshAsync(IReadOnlyCollection<Guid> cameras, CancellationToken cancellationToken) =>
        Task.WhenAll(cameras.Select(camera => RefreshAsync(camera, cancellationToken)));

    /// <summary>Cameras that have not heard yet.</summary>
    public IReadOnlyCollection<Guid> Unheard
    {
        get
        {
            lock (_guard) return [.. _unheard];
        }
    }

    private async Task RefreshAsync(Guid camera, CancellationToken cancellationToken)
    {
        try
        {
            await fleet.RefreshAsync(camera, cancellationToken);
            lock (_guard) _unheard.Remove(camera);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            lock (_guard) _unheard.Add(camera);
            NotReached(fault, camera);
        }
    }
}
