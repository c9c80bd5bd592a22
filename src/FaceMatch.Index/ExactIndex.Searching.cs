using FaceMatch.Index.Exact;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index;

public sealed partial class ExactIndex
{
    public SearchResult Search(
        ReadOnlySpan<float> query, in SearchFilter filter, Span<IndexHit> hits, CancellationToken cancellationToken = default) =>
        SearchOne(query, filter, HitGroup.Template, hits, ScanMode.Screened, cancellationToken);

    public SearchResult SearchSubjects(
        ReadOnlySpan<float> query, in SearchFilter filter, Span<IndexHit> hits, CancellationToken cancellationToken = default) =>
        SearchOne(query, filter, HitGroup.Subject, hits, ScanMode.Screened, cancellationToken);

    public SearchResult SearchBatch(
        ReadOnlySpan<float> queries,
        in SearchFilter filter,
        int k,
        HitGroup group,
        Span<IndexHit> hits,
        Span<int> counts,
        CancellationToken cancellationToken = default) =>
        SearchBatch(queries, filter, k, group, hits, counts, ScanMode.Screened, cancellationToken);

    /// <summary>The oracle and the baseline: the same search by float32 alone.</summary>
    internal SearchResult SearchOne(
        ReadOnlySpan<float> query,
        in SearchFilter filter,
        HitGroup group,
        Span<IndexHit> hits,
        ScanMode mode,
        CancellationToken cancellationToken)
    {
        // As a batch of one, so that a query of the wrong length is refused and not read as several.
        Quantizer.Check(query, Dimensions, nameof(query));
        Span<int> count = stackalloc int[1];
        return SearchBatch(query, filter, hits.Length, group, hits, count, mode, cancellationToken);
    }

    private SearchResult SearchBatch(
        ReadOnlySpan<float> queries,
        in SearchFilter filter,
        int k,
        HitGroup group,
        Span<IndexHit> hits,
        Span<int> counts,
        ScanMode mode,
        CancellationToken cancellationToken)
    {
        var total = CheckBatch(queries, k, hits, counts);
        ObjectDisposedException.ThrowIf(_disposed, this);

        var snapshot = _chain.Hold();
        try
        {
            var written = 0;
            for (var first = 0; first < total; first += IndexOptions.MaxBatch)
            {
                var some = Math.Min(IndexOptions.MaxBatch, total - first);
                var job = _jobs.Rent();
                try
                {
                    job.Prepare(snapshot, queries.Slice(first * Dimensions, some * Dimensions), filter, k, group, mode);
                    job.Run(cancellationToken);
                    for (var i = 0; i < some; i++)
                    {
                        counts[first + i] = CopyHits(snapshot, job, i, hits.Slice((first + i) * k, k));
                        written += counts[first + i];
                    }
                }
                finally
                {
                    _jobs.Return(job);
                }
            }

            return new SearchResult(written, snapshot.Count, snapshot.Version);
        }
        finally
        {
            _chain.Release(snapshot);
        }
    }

    public unsafe void Visit(TemplateVisitor visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        var snapshot = _chain.Hold();
        try
        {
            foreach (var view in snapshot.Pages)
            {
                for (var slot = 0; slot < view.Used; slot++)
                {
                    if (view.Shows(slot))
                        visit(view.Page!.TemplateIds[slot], view.Page.Subjects[slot], new DateTimeOffset(view.Page.SearchableUntil[slot], TimeSpan.Zero));
                }
            }
        }
        finally
        {
            _chain.Release(snapshot);
        }
    }

    internal int CheckBatch(ReadOnlySpan<float> queries, int k, Span<IndexHit> hits, Span<int> counts)
    {
        if (queries.Length % Dimensions != 0)
            throw new ArgumentException($"{queries.Length} floats are no whole number of {Dimensions}-d queries.", nameof(queries));
        var total = queries.Length / Dimensions;
        if (k is < 1 or > IndexOptions.MaxResults)
            throw new ArgumentOutOfRangeException(nameof(k), k, $"Between 1 and {IndexOptions.MaxResults} hits can be asked for.");
        if (hits.Length < total * k || counts.Length < total)
            throw new ArgumentException("The buffers are too short for the hits of every query.", nameof(hits));
        for (var i = 0; i < total; i++)
            Quantizer.Check(queries.Slice(i * Dimensions, Dimensions), Dimensions, nameof(queries));
        return total;
    }

    private unsafe int CopyHits(Snapshot snapshot, ScanJob job, int query, Span<IndexHit> destination)
    {
        var ranked = job.HitsOf(query);
        for (var i = 0; i < ranked.Length; i++)
        {
            var page = snapshot.Pages[ranked[i].Slot / _layout.Slots].Page!;
            var subject = page.Subjects[ranked[i].Slot % _layout.Slots];
            destination[i] = new IndexHit(ranked[i].TemplateId, subject, ranked[i].Score);
        }

        return ranked.Length;
    }
}
