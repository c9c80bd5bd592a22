namespace FaceMatch.Index;

/// <summary>The read side. Thread-safe; a search never waits for a writer and sees one version throughout.</summary>
public interface IVectorSearch
{
    int Dimensions { get; }

    long Count { get; }

    /// <summary>Grows by one with every change.</summary>
    long Version { get; }

    /// <summary>The nearest templates, best first, ties by template id.</summary>
    /// <param name="query">L2-normalised, <see cref="Dimensions"/> long.</param>
    /// <param name="hits">As many are wanted as this is long, at most <see cref="IndexOptions.MaxResults"/>.</param>
    /// <exception cref="ArgumentException">A query of another length or not normalised; too many hits wanted.</exception>
    /// <exception cref="OperationCanceledException">The token fired before the scan was through.</exception>
    SearchResult Search(
        ReadOnlySpan<float> query, in SearchFilter filter, Span<IndexHit> hits, CancellationToken cancellationToken = default);

    /// <summary>The nearest subjects, each by its best template, in the same single pass.</summary>
    /// <inheritdoc cref="Search"/>
    SearchResult SearchSubjects(
        ReadOnlySpan<float> query, in SearchFilter filter, Span<IndexHit> hits, CancellationToken cancellationToken = default);

    /// <summary>Many queries with one reading of the memory.</summary>
    /// <param name="queries">n x <see cref="Dimensions"/>, each L2-normalised.</param>
    /// <param name="k">Hits wanted of each query.</param>
    /// <param name="group">One hit a template or one a subject.</param>
    /// <param name="hits">n x k: query i's hits start at i x k.</param>
    /// <param name="counts">n: how many hits query i has.</param>
    SearchResult SearchBatch(
        ReadOnlySpan<float> queries,
        in SearchFilter filter,
        int k,
        HitGroup group,
        Span<IndexHit> hits,
        Span<int> counts,
        CancellationToken cancellationToken = default);

    /// <summary>Names every template of one version, in no order.</summary>
    void Visit(TemplateVisitor visit);
}

/// <summary>Told of one template: whose it is and until when it may be searched for.</summary>
public delegate void TemplateVisitor(long templateId, Guid subjectId, DateTimeOffset searchableUntil);

/// <summary>The write side. Calls are serialised; each is one step that searches see whole or not at all.</summary>
public interface IVectorWriter
{
    /// <exception cref="ArgumentException">A template id twice or already there, a vector of another length or not
    /// normalised. Nothing was added.</exception>
    void Add(ReadOnlySpan<IndexEntry> entries);

    /// <summary>The next search does not see them, and their bytes are zeroed when the last search that began earlier
    /// ends: at once when none runs.</summary>
    /// <returns>How many were there.</returns>
    int Remove(ReadOnlySpan<long> templateIds);

    /// <summary>Other watchlists or another expiry for templates that stay; ids that are not there are passed over.</summary>
    /// <returns>How many were there.</returns>
    int Relabel(ReadOnlySpan<long> templateIds, IReadOnlyList<Guid> watchlists, DateTimeOffset searchableUntil);

    /// <summary>Makes the entries the only templates of these subjects, in one step.</summary>
    /// <returns>How many they had before; what is left of those has to be erased wherever it was kept.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Add"/>, or an entry of a subject that is not named.</exception>
    int ReplaceSubjects(ReadOnlySpan<Guid> subjects, ReadOnlySpan<IndexEntry> entries);
}

/// <param name="TemplateId">Unique in the index.</param>
/// <param name="SearchableUntil">Not found by a search whose moment is at or past this one.</param>
/// <param name="Vector">L2-normalised.</param>
public readonly record struct IndexEntry(
    long TemplateId,
    Guid SubjectId,
    IReadOnlyList<Guid> Watchlists,
    DateTimeOffset SearchableUntil,
    ReadOnlyMemory<float> Vector);

/// <param name="Score">Cosine: the float32 dot product, the same bits on every kernel.</param>
public readonly record struct IndexHit(long TemplateId, Guid SubjectId, float Score);

/// <param name="Watchlists">Only templates on one of these; null is all, empty is none.</param>
/// <param name="At">The moment against which expiry is checked.</param>
/// <param name="MinimumScore">Hits below are left out; -1 or less keeps all.</param>
public readonly record struct SearchFilter(IReadOnlyList<Guid>? Watchlists, DateTimeOffset At, float MinimumScore = -1);

/// <param name="Hits">Hits written; of a batch, over all queries.</param>
/// <param name="Searched">Templates in the version that was searched.</param>
/// <param name="Version">The version that was searched.</param>
public readonly record struct SearchResult(int Hits, long Searched, long Version);

/// <summary>What may appear once in an answer.</summary>
public enum HitGroup
{
    Template,
    Subject,
}
