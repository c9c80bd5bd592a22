using FaceMatch.Cluster.Placement;
using FaceMatch.Core.Cameras;

namespace FaceMatch.Cluster.Cameras;

internal sealed class CameraFleet(IGrainFactory grains, SiloMap silos) : ICameraFleet
{
    public long MembershipVersion => silos.Version.Value;

    public Task RefreshAsync(Guid cameraId, CancellationToken cancellationToken) =>
        Grain(cameraId).RefreshAsync(cancellationToken);

    public Task<PushOutcome> PushAsync(
        Guid cameraId, ReadOnlyMemory<byte> jpeg, DateTimeOffset capturedAt, CancellationToken cancellationToken) =>
        Grain(cameraId).PushAsync(new PushedFrame(jpeg.ToArray(), capturedAt)).WaitAsync(cancellationToken);

    public async Task<CameraHealth> HealthAsync(Guid cameraId, CancellationToken cancellationToken) =>
        (await Grain(cameraId).HealthAsync().WaitAsync(cancellationToken)).ToHealth();

    private ICameraGrain Grain(Guid cameraId) => grains.GetGrain<ICameraGrain>(cameraId);
}
