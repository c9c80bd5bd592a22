using System.Threading.Channels;
using FaceMatch.Core.Cameras;

namespace FaceMatch.Cluster.Tests;

/// <summary>Hears what cameras write down of their traffic.</summary>
internal sealed class TestTraffic : ITrafficLog
{
    private readonly Channel<(Guid Camera, Guid Deployment, TrafficCount Count)> _written = Channel.CreateUnbounded<(Guid, Guid, TrafficCount)>();

    /// <summary>The next write fails.</summary>
    public bool FailsOnce { get; set; }

    public Task AddAsync(Guid cameraId, Guid deploymentId, TrafficCount count, CancellationToken cancellationToken)
    {
        if (FailsOnce)
        {
            FailsOnce = false;
            throw new TimeoutException("The database does not answer.");
        }

        return _written.Writer.WriteAsync((cameraId, deploymentId, count), cancellationToken).AsTask();
    }

    public ValueTask<(Guid Camera, Guid Deployment, TrafficCount Count)> NextAsync() => _written.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public bool AnyWritten => _written.Reader.Count > 0;
}
