using Orleans.Concurrency;

namespace FaceMatch.Cluster.Shards;

/// <summary>One shard of one generation of the gallery: a cache of the truth, rebuilt whenever it is activated.</summary>
[Alias("facematch.gallery-shard")]
public interface IGalleryShardGrain : IGrainWithStringKey
{
    /// <summary>Answers at any time, also while it loads or refreshes.</summary>
    /// <param name="cancellationToken">Fires at the asker's deadline; nobody waits for the answer after it.</param>
    [AlwaysInterleave]
    [Alias("search")]
    Task<ShardAnswer> SearchAsync(ShardQuery query, CancellationToken cancellationToken);

    /// <summary>Reads these subjects again. Afterwards no search shows what they were before.</summary>
    [Alias("refresh")]
    Task RefreshAsync(ShardSubjects subjects, CancellationToken cancellationToken);

    [AlwaysInterleave]
    [Alias("status")]
    Task<ShardReport> StatusAsync(CancellationToken cancellationToken);
}

public enum ShardState
{
    /// <summary>Reads the truth; does not know all yet.</summary>
    Loading,
    Ready,

    /// <summary>Could not read the truth; tries again.</summary>
    Failed,
}

/// <param name="Probe">float32, little-endian: a byte array crosses the wire as it is, a float array element by element.</param>
[GenerateSerializer, Immutable, Alias("facematch.shard-query")]
public sealed record ShardQuery(
    [property: Id(0)] byte[] Probe,
    [property: Id(1)] Guid[]? Watchlists,
    [property: Id(2)] int Limit,
    [property: Id(3)] float MinimumCosine,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] TimeSpan Budget);

/// <param name="Hits">Packed <see cref="Index.IndexHit"/> rows; see <see cref="HitBytes"/>.</param>
/// <param name="Version">Grows with every change of the shard, over restarts too.</param>
[GenerateSerializer, Immutable, Alias("facematch.shard-answer")]
public sealed record ShardAnswer(
    [property: Id(0)] ShardState State,
    [property: Id(1)] byte[] Hits,
    [property: Id(2)] long Templates,
    [property: Id(3)] long Version);

[GenerateSerializer, Immutable, Alias("facematch.shard-subjects")]
public sealed record ShardSubjects([property: Id(0)] Guid[] Ids);

[GenerateSerializer, Immutable, Alias("facematch.shard-report")]
public sealed record ShardReport(
    [property: Id(0)] ShardState State, [property: Id(1)] long Templates, [property: Id(2)] long Version);
