using FaceMatch.Core.Cameras;

namespace FaceMatch.Cluster.Membership;

/// <summary>Keeps what only one silo may do at a time from being done by one that the others took for dead.</summary>
internal interface ISiloFence : IWatchPermit
{
    /// <summary>Waits until no other silo can still be doing what this one took over.</summary>
    /// <returns>Fires when this silo may no longer: it has to be asked again then.</returns>
    Task<CancellationToken> EnterAsync(CancellationToken cancellationToken);
}

/// <summary>A cluster of one has nobody to lose anything to.</summary>
internal sealed class OpenFence : ISiloFence
{
    public bool Holds => true;

    public Task<CancellationToken> EnterAsync(CancellationToken cancellationToken) => Task.FromResult(CancellationToken.None);
}
