namespace FaceMatch.Cluster.Placement;

/// <summary>The silos that are alive by this silo's view, and what belongs to which.</summary>
internal sealed class SiloMap(IClusterMembershipService membership, ILocalSiloDetails here)
{
    public SiloAddress Here => here.SiloAddress;

    /// <summary>Changes whenever a silo comes or goes.</summary>
    public MembershipVersion Version => membership.CurrentSnapshot.Version;

    public IReadOnlyList<SiloAddress> Live =>
        [.. membership.CurrentSnapshot.Members.Values.Where(member => member.Status == SiloStatus.Active).Select(member => member.SiloAddress)];

    /// <param name="key">Key of a grain that <see cref="RendezvousPlacement"/> places.</param>
    /// <returns>Null when no silo is known to be alive yet.</returns>
    public SiloAddress? HomeOf(string key) => Live is { Count: > 0 } live ? RendezvousDirector.Choose(key, live) : null;
}
