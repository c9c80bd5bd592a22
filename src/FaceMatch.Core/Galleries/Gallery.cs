namespace FaceMatch.Core.Galleries;

/// <summary>
/// One searchable vector: an enrolled image of a subject, seen by one model pack, or what all its images have in common
/// (<see cref="Subjects.FusedTemplate"/>).
/// </summary>
/// <param name="TemplateId">
/// Row number of the template in the truth; for a fused one, minus that of the image most like it.
/// </param>
/// <param name="SubjectId">All templates of a subject live in one shard.</param>
/// <param name="Watchlists">Lists that the subject is on, and other marks that it is found by: <see cref="UnitLabel"/>.</param>
/// <param name="SearchableUntil">The subject's expiry; checked at every search.</param>
/// <param name="Vector">L2-normalised.</param>
public sealed record GalleryTemplate(
    long TemplateId, Guid SubjectId, IReadOnlyList<Guid> Watchlists, DateTimeOffset SearchableUntil, float[] Vector);

/// <param name="Probe">L2-normalised.</param>
/// <param name="Watchlists">Only subjects with one of these marks; null is everybody.</param>
/// <param name="Limit">Subjects wanted, at least 1.</param>
/// <param name="MinimumCosine">Neighbours below are left out; -1 keeps all.</param>
/// <param name="At">The moment against which expiry is checked.</param>
public sealed record GalleryQuery(
    ReadOnlyMemory<float> Probe, IReadOnlyList<Guid>? Watchlists, int Limit, float MinimumCosine, DateTimeOffset At);

/// <summary>A subject near the probe, by its best image.</summary>
public readonly record struct Neighbour(Guid SubjectId, long TemplateId, float Cosine)
{
    /// <summary>Row number of the template whose image is shown for this neighbour.</summary>
    public long ImageTemplateId => Math.Abs(TemplateId);
}

/// <summary>How much of the gallery answered. An answer that is not complete must never be read as "no candidate".</summary>
public sealed record Coverage(int ShardsAnswered, int ShardsTotal, long TemplatesSearched, IReadOnlyList<string> Missing)
{
    public bool Complete => ShardsAnswered == ShardsTotal;
}

/// <param name="Neighbours">Best first; a subject appears once; ties by template id.</param>
/// <param name="GalleryVersion">Generation and version of the truth that every shard had read; grows with every change.</param>
public sealed record GalleryAnswer(IReadOnlyList<Neighbour> Neighbours, Coverage Coverage, string GalleryVersion);

/// <summary>The searchable gallery, wherever its shards are.</summary>
public interface IGallery
{
    /// <summary>Exact nearest subjects over all shards; shards that do not answer in time are reported, not waited for.</summary>
    Task<GalleryAnswer> SearchAsync(GalleryQuery query, CancellationToken cancellationToken);

    /// <summary>
    /// Tells the shards that the truth changed for these subjects: templates appear, change lists or vanish. Call after the
    /// transaction committed. Every later search sees the change even if a shard could not be told: a search asks the truth how
    /// far it is, and a shard that is behind reads on before it answers, or the answer is incomplete.
    /// </summary>
    Task RefreshAsync(IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken);

    Task<GalleryStatus> StatusAsync(CancellationToken cancellationToken);
}

/// <param name="Building">How far the generation is that is being built beside the one in force; null when none is.</param>
public sealed record GalleryStatus(
    GalleryGeneration InForce, int ShardsReady, long Templates, string GalleryVersion, GenerationBuild? Building = null)
{
    public int ShardsTotal => InForce.ShardCount;

    /// <summary>Of those ready, shards that are not wholly in the files that they should be in, and will be read from the truth at the next start.</summary>
    public int ShardsUnkept { get; init; }

    /// <summary>Null where every search is exact.</summary>
    public ApproximateGallery? Approximate { get; init; }
}
