using System.Text;
using Orleans.Placement;
using Orleans.Runtime.Placement;
using StableHash = FaceMatch.Core.Galleries.StableHash;

namespace FaceMatch.Cluster.Placement;

/// <summary>
/// Highest random weight (Thaler and Ravishankar, 1998): each silo scores a grain by a hash of both, the highest has it.
/// When a silo goes, only its own grains move, and they spread over all that are left.
/// </summary>
[Serializable, GenerateSerializer, Immutable, Alias("facematch.rendezvous-placement")]
internal sealed class RendezvousPlacement : PlacementStrategy
{
    public static readonly RendezvousPlacement Instance = new();
}

[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
internal sealed class RendezvousPlacementAttribute() : PlacementAttribute(RendezvousPlacement.Instance);

internal sealed class RendezvousDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context) =>
        Task.FromResult(Choose(target.GrainIdentity.Key.ToString()!, context.GetCompatibleSilos(target)));

    /// <summary>By the key alone, so that grains of one key are together; by address and port alone: a silo that restarts gets back what it had.</summary>
    internal static SiloAddress Choose(string grain, IReadOnlyList<SiloAddress> silos)
    {
        if (silos.Count == 0)
            throw new OrleansException($"No silo can run {grain}.");
        return silos.MaxBy(silo => (StableHash.Of(Encoding.UTF8.GetBytes($"{grain}@{silo.Endpoint}")), silo.Generation))!;
    }
}
