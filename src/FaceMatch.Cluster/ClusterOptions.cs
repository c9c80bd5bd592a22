using System.Net;

namespace FaceMatch.Cluster;

/// <summary>How this node takes part. Shard count is no option: the generation in the truth says it.</summary>
/// <param name="Dimensions">Length of an embedding of the model pack in force.</param>
/// <param name="Gallery">First part of a shard's key.</param>
/// <param name="SearchDeadline">A shard that has not answered by then is reported as missing.</param>
/// <param name="RefreshDeadline">For telling a shard of a change.</param>
/// <param name="SearchCores">Cores of this node that scans may use; 0 is all.</param>
/// <param name="SiloPort">For other silos; 0 takes a free one.</param>
/// <param name="GatewayPort">For clients outside; 0 takes a free one.</param>
/// <param name="Postgres">Connection string of the database through which the silos find each other; null is one silo alone.</param>
/// <param name="Address">Where the other silos reach this one; null is loopback.</param>
/// <param name="IndexType">How shards are searched: <see cref="Exact"/>, or a type of Faiss such as HNSW32 or IVF4096,SQ8.</param>
public sealed record ClusterOptions(
    int Dimensions,
    string Gallery = "main",
    TimeSpan? SearchDeadline = null,
    TimeSpan? RefreshDeadline = null,
    int SearchCores = 0,
    int SiloPort = 0,
    int GatewayPort = 0,
    string? Postgres = null,
    IPAddress? Address = null,
    string IndexType = ClusterOptions.Exact)
{
    public const string Exact = "Exact";

    /// <summary>A million templates take tens of milliseconds; who waits for a candidate notices two seconds.</summary>
    public static readonly TimeSpan DefaultSearchDeadline = TimeSpan.FromSeconds(2);

    /// <summary>Who committed waits no longer for a silo that died: the shard finds out by itself.</summary>
    public static readonly TimeSpan DefaultRefreshDeadline = TimeSpan.FromSeconds(2);

    public TimeSpan EffectiveSearchDeadline => SearchDeadline ?? DefaultSearchDeadline;

    public TimeSpan EffectiveRefreshDeadline => RefreshDeadline ?? DefaultRefreshDeadline;

    public int EffectiveSearchCores => SearchCores == 0 ? Environment.ProcessorCount : SearchCores;

    /// <summary>Why this node cannot search by <see cref="IndexType"/>; null when it can.</summary>
    public string? IndexRefusal => IndexType == Exact ? null : Index.Faiss.FaissOptions.Refusal(IndexType, Dimensions);

    /// <exception cref="ArgumentException">Names every wrong setting at once.</exception>
    public ClusterOptions Validated()
    {
        var faults = new List<string>();
        if (Dimensions is < 1 or > Index.IndexOptions.MaxDimensions)
            faults.Add($"Dimensions is {Dimensions}; it must be 1 to {Index.IndexOptions.MaxDimensions}.");
        if (string.IsNullOrWhiteSpace(Gallery) || Gallery.Contains('/', StringComparison.Ordinal))
            faults.Add($"Gallery is '{Gallery}'; it must be a name without a slash.");
        if (EffectiveSearchDeadline <= TimeSpan.Zero)
            faults.Add($"SearchDeadline is {SearchDeadline}; it must be above zero.");
        if (EffectiveRefreshDeadline <= TimeSpan.Zero)
            faults.Add($"RefreshDeadline is {RefreshDeadline}; it must be above zero.");
        if (SearchCores < 0)
            faults.Add($"SearchCores is {SearchCores}; it must be 0 (all) or more.");
        foreach (var (name, port) in new[] { (nameof(SiloPort), SiloPort), (nameof(GatewayPort), GatewayPort) })
        {
            if (port is < 0 or > ushort.MaxValue)
                faults.Add($"{name} is {port}; it must be 0 (a free one) to {ushort.MaxValue}.");
        }

        if (IndexRefusal is { } refusal)
            faults.Add($"IndexType is '{IndexType}': {refusal}");

        return faults.Count == 0 ? this : throw new ArgumentException(string.Join(' ', faults));
    }

    /// <summary>Without the connection string, which may hold a password: this ends up in logs.</summary>
    public override string ToString() => $"{(Postgres is null ? "one silo" : "a silo of a cluster")}, gallery {Gallery}, {Dimensions} dimensions";
}
