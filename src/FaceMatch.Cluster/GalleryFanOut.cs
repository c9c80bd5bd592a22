using System.Runtime.InteropServices;
using FaceMatch.Cluster.Shards;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster;

/// <summary>
/// The gallery over all its shards. A plain class that any number of callers share: as a grain it would be one mailbox
/// that every search of the cluster queues in.
/// </summary>
internal sealed partial class GalleryFanOut(
    IGrainFactory grains,
    IGallerySource source,
    ClusterOptions options,
    TimeProvider time,
    ILogger<GalleryFanOut> logger) : IGallery
{
    /// <summary>A silo that died costs a shard a failed call until the membership knows; the third try finds its new home.</summary>
    private const int RefreshAttempts = 3;

    private static readonly TimeSpan RefreshPause = TimeSpan.FromMilliseconds(250);

    public async Task<GalleryAnswer> SearchAsync(GalleryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit < 1)
            throw new ArgumentException("At least one subject must be asked for.", nameof(query));
        if (query.Probe.Length != options.Dimensions)
            throw new ArgumentException($"The probe has {query.Probe.Length} dimensions, the gallery {options.Dimensions}.", nameof(query));

        // Read anew each time: a search that went to a generation just replaced would miss the changes since.
        var generation = await source.CurrentGenerationAsync(cancellationToken);
        var request = new ShardQuery(
            MemoryMarshal.AsBytes(query.Probe.Span).ToArray(),
            query.Watchlists is null ? null : [.. query.Watchlists],
            query.Limit,
            query.MinimumCosine,
            query.At,
            options.EffectiveSearchDeadline);
        try
        {
            var legs = await AskAllAsync(
                generation, (grain, token) => grain.SearchAsync(request, token), answer => answer.State, cancellationToken);
            return Merge(query.Limit, generation, legs);
        }
        finally
        {
            // It may be the face of a passer-by. A shard that answered is done with it; one that comes too late finds
            // zeros, and its answer goes nowhere.
            Array.Clear(request.Probe);
        }
    }

    public async Task RefreshAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var generation = await source.CurrentGenerationAsync(cancellationToken);
        await Task.WhenAll(subjects
            .Distinct()
            .GroupBy(subject => ShardKey.ShardOf(subject, generation.ShardCount))
            .Select(group => RefreshShardAsync(Key(generation, group.Key), new ShardSubjects([.. group]), cancellationToken)));
    }

    public async Task<GalleryStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var generation = await source.CurrentGenerationAsync(cancellationToken);
        var legs = await AskAllAsync(
            generation, (grain, token) => grain.StatusAsync(token), report => report.State, cancellationToken);
        var ready = legs.Where(leg => leg.Outcome == LegOutcome.Ok).Select(leg => leg.Answer!).ToList();
        return new GalleryStatus(
            ready.Count,
            legs.Length,
            ready.Sum(report => report.Templates),
            VersionOf(generation, ready.Sum(report => report.Version), ready.Count == legs.Length));
    }

    private static GalleryAnswer Merge(int limit, GalleryGeneration generation, Leg<ShardAnswer>[] legs)
    {
        var answered = legs.Where(leg => leg.Outcome == LegOutcome.Ok).Select(leg => leg.Answer!).ToList();
        var neighbours = new List<Neighbour>(answered.Count * Math.Min(limit, 100));
        foreach (var answer in answered)
            HitBytes.Unpack(answer.Hits, neighbours);

        // A subject lives in one shard, so it cannot appear twice.
        neighbours.Sort((left, right) => left.Cosine.Equals(right.Cosine)
            ? left.TemplateId.CompareTo(right.TemplateId)
            : right.Cosine.CompareTo(left.Cosine));
        if (neighbours.Count > limit)
            neighbours.RemoveRange(limit, neighbours.Count - limit);

        var missing = legs.Where(leg => leg.Outcome != LegOutcome.Ok).Select(leg => leg.Describe(legs.Length)).ToList();
        var coverage = new Coverage(answered.Count, legs.Length, answered.Sum(answer => answer.Templates), missing);
        return new GalleryAnswer(
            neighbours, coverage, VersionOf(generation, answered.Sum(answer => answer.Version), coverage.Complete));
    }

    /// <summary>Generation and the sum of the shards' versions; a part's sum is marked, since it compares with no other.</summary>
    private static string VersionOf(GalleryGeneration generation, long sum, bool complete) =>
        FormattableString.Invariant($"{generation.Number}.{sum}{(complete ? "" : "-partial")}");
}
