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
    public async Task<GalleryAnswer> SearchAsync(GalleryQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit < 1)
            throw new ArgumentException("At least one subject must be asked for.", nameof(query));
        if (query.Probe.Length != options.Dimensions)
            throw new ArgumentException($"The probe has {query.Probe.Length} dimensions, the gallery {options.Dimensions}.", nameof(query));

        // Read anew each time: by this version the shards know whether they missed anything that was committed before.
        var manifest = await source.ManifestAsync(cancellationToken);
        var request = new ShardQuery(
            MemoryMarshal.AsBytes(query.Probe.Span).ToArray(),
            query.Watchlists is null ? null : [.. query.Watchlists],
            query.Limit,
            query.MinimumCosine,
            query.At,
            options.EffectiveSearchDeadline,
            manifest.Version);
        try
        {
            var legs = await AskAllAsync(
                manifest.Current, (grain, token) => grain.SearchAsync(request, token), answer => answer.State, cancellationToken);
            return Merge(query.Limit, manifest, legs);
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
        var manifest = await source.ManifestAsync(cancellationToken);
        await Task.WhenAll(subjects
            .Select(subject => ShardRange.ShardOf(subject, manifest.Current.ShardCount))
            .Distinct()
            .Select(shard => TellAsync(Key(manifest.Current, shard), manifest.Version, cancellationToken)));
    }

    public async Task<GalleryStatus> StatusAsync(CancellationToken cancellationToken)
    {
        var manifest = await source.ManifestAsync(cancellationToken);
        var building = BuildAsync(manifest.Building, cancellationToken);
        var ready = await ReadyAsync(manifest.Current, manifest.Version, cancellationToken);
        return new GalleryStatus(
            manifest.Current,
            ready.Count,
            ready.Sum(report => report.Templates),
            VersionOf(manifest, ready.Select(report => report.Version), ready.Count == manifest.Current.ShardCount),
            await building)
        {
            ShardsUnkept = ready.Count(report => report.Unkept),
            Approximate = ShardApproximation.Combine([.. ready.Select(report => report.Approximation).OfType<ShardApproximation>()]),
        };
    }

    /// <summary>How far a generation is; a shard of it that nobody has asked for yet begins to load.</summary>
    private async Task<GenerationBuild?> BuildAsync(GalleryGeneration? generation, CancellationToken cancellationToken)
    {
        if (generation is null)
            return null;
        // Whatever it has read to: it is not searched, and may be busy with holding itself against the truth.
        var loaded = await ReadyAsync(generation, version: 0, cancellationToken);
        return new GenerationBuild(
            generation,
            loaded.Count,
            loaded.Count(report => report.Agreement == TruthAgreement.Agrees),
            loaded.Count(report => report.Agreement == TruthAgreement.Differs),
            loaded.Sum(report => report.Templates));
    }

    private async Task<List<ShardReport>> ReadyAsync(GalleryGeneration generation, long version, CancellationToken cancellationToken)
    {
        var legs = await AskAllAsync(
            generation, (grain, token) => grain.StatusAsync(version, token), report => report.State, cancellationToken);
        return [.. legs.Where(leg => leg.Outcome == LegOutcome.Ok).Select(leg => leg.Answer!)];
    }

    private static GalleryAnswer Merge(int limit, GalleryManifest manifest, Leg<ShardAnswer>[] legs)
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
            neighbours, coverage, VersionOf(manifest, answered.Select(answer => answer.Version), coverage.Complete));
    }

    /// <summary>Generation and the version that every shard had read at least; that of a part is marked.</summary>
    private static string VersionOf(GalleryManifest manifest, IEnumerable<long> seen, bool complete) => FormattableString.Invariant(
        $"{manifest.Current.Number}.{seen.DefaultIfEmpty(manifest.Version).Min()}{(complete ? "" : "-partial")}");
}
