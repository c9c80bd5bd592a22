using Orleans.Concurrency;

namespace FaceMatch.Cluster.Shards;

/// <summary>One shard of one generation of the gallery: a cache of the truth.</summary>
[Alias("facematch.gallery-shard")]
public interface IGalleryShardGrain : IGrainWithStringKey
{
    /// <summary>Answers at any time, also while it loads or refreshes.</summary>
    /// <param name="cancellationToken">Fires at the asker's deadline; nobody waits for the answer after it.</param>
    [AlwaysInterleave]
    [Alias("search")]
    Task<ShardAnswer> SearchAsync(ShardQuery query, CancellationToken cancellationToken);

    /// <summary>Reads on to this version of the truth. A shard that loads returns at once and reads on when it is searched.</summary>
    [AlwaysInterleave]
    [Alias("refresh")]
    Task RefreshAsync(long version, CancellationToken cancellationToken);

    [AlwaysInterleave]
    [Alias("status")]
    Task<ShardReport> StatusAsync(long version, CancellationToken cancellationToken);
}

public enum ShardState
{
    /// <summary>Reads the truth; does not know all yet.</summary>
    Loading,
    Ready,

    /// <summary>Could not read the truth; tries again.</summary>
    Failed,
}

/// <summary>Whether a shard that is being built holds what the truth says that it must.</summary>
public enum TruthAgreement
{
    /// <summary>It was not looked at yet, or need not be: its generation is in force.</summary>
    Unknown,
    Agrees,

    /// <summary>It is read anew.</summary>
    Differs,
}

/// <param name="Version">The shard answers from this version of the truth or a later one, or not at all.</param>
/// <param name="Probe">float32, little-endian: a byte array crosses the wire as it is, a float array element by element.</param>
[GenerateSerializer, Immutable, Alias("facematch.shard-query")]
public sealed record ShardQuery(
    [property: Id(0)] byte[] Probe,
    [property: Id(1)] Guid[]? Watchlists,
    [property: Id(2)] int Limit,
    [property: Id(3)] float MinimumCosine,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] TimeSpan Budget,
    [property: Id(6)] long Version);

/// <param name="Hits">Packed <see cref="Index.IndexHit"/> rows; see <see cref="HitBytes"/>.</param>
/// <param name="Version">Version of the truth up to which the shard had read when the scan began.</param>
[GenerateSerializer, Immutable, Alias("facematch.shard-answer")]
public sealed record ShardAnswer(
    [property: Id(0)] ShardState State,
    [property: Id(1)] byte[] Hits,
    [property: Id(2)] long Templates,
    [property: Id(3)] long Version);

[GenerateSerializer, Immutable, Alias("facematch.shard-report")]
public sealed record ShardReport(
    [property: Id(0)] ShardState State, [property: Id(1)] long Templates, [property: Id(2)] long Version)
{
    /// <summary>Null where the shard is searched exactly.</summary>
    [Id(3)]
    public ShardApproximation? Approximation { get; init; }

    [Id(4)]
    public TruthAgreement Agreement { get; init; }

    /// <summary>It should keep itself in files and does not, or not wholly.</summary>
    [Id(5)]
    public bool Unkept { get; init; }
}
