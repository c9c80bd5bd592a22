using System.Collections.Concurrent;
using FaceMatch.Index.Exact;

namespace FaceMatch.Index.Faiss;

public sealed partial class FaissIndex
{
    /// <summary>Queries of one call into Faiss: enough for its matrix products, few enough to look at the token often.</summary>
    private const int SliceQueries = 32;

    /// <summary>Compressed types order near-ties wrongly; ranked by float32, the best of four times as many are right.</summary>
    private const int OverFetch = 4;

    private const int LeastFetched = 64;

    /// <summary>When a filter leaves too few of so many, the exact scan is the faster way to the rest.</summary>
    private const int MostFetched = 2 * IndexOptions.MaxResults;

    private const int FetchGrowth = 8;

    /// <summary>How far a compressed type's own score may be off, so that candidates below the least wanted score by this
    /// much have nothing wanted behind them. 8-bit types are off by less than 0.01, product quantisers by several times that.</summary>
    private const float ScoreError = 0.05f;

    private readonly ConcurrentBag<SearchWork> _works = [];

    public SearchResult Search(
        ReadOnlySpan<float> query, in SearchFilter filter, Span<IndexHit> hits, CancellationToken cancellationToken = default) =>
        SearchOne(query, filter, HitGroup.Template, hits, cancellationToken);

    public SearchResult SearchSubjects(
        ReadOnlySpan<float> query, in SearchFilter filter, Span<IndexHit> hits, CancellationToken cancellationToken = default) =>
        SearchOne(query, filter, HitGroup.Subject, hits, cancellationToken);

    public SearchResult SearchBatch(
        ReadOnlySpan<float> queries,
        in SearchFilter filter,
        int k,
        HitGroup group,
        Span<IndexHit> hits,
        Span<int> counts,
        CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        // A writer is inside or waits: this search does not wait for it.
        if (!_gate.TryEnterReadLock(0))
            return SearchExactly(queries, filter, k, group, hits, counts, cancellationToken);
        try
        {
            return SearchInside(queries, filter, k, group, hits, counts, cancellationToken);
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    public void Visit(TemplateVisitor visit) => _exact.Visit(visit);

    private SearchResult SearchOne(
        ReadOnlySpan<float> query, in SearchFilter filter, HitGroup group, Span<IndexHit> hits, CancellationToken cancellationToken)
    {
        // As a batch of one, so that a query of the wrong length is refused and not read as several.
        Quantizer.Check(query, Dimensions, nameof(query));
        Span<int> count = stackalloc int[1];
        return SearchBatch(query, filter, hits.Length, group, hits, count, cancellationToken);
    }

    private SearchResult SearchExactly(
        ReadOnlySpan<float> queries,
        in SearchFilter filter,
        int k,
        HitGroup group,
        Span<IndexHit> hits,
        Span<int> counts,
        CancellationToken cancellationToken)
    {
        Interlocked.Add(ref _exactSearches, queries.Length / Dimensions);
        return _exact.SearchBatch(queries, filter, k, group, hits, counts, cancellationToken);
    }

    /// <summary>Inside the gate: nothing changes until it is left, so Faiss and the exact index are of one version.</summary>
    private SearchResult SearchInside(
        ReadOnlySpan<float> queries,
        in SearchFilter filter,
        int k,
        HitGroup group,
        Span<IndexHit> hits,
        Span<int> counts,
        CancellationToken cancellationToken)
    {
        var total = _exact.CheckBatch(queries, k, hits, counts);
        if (_serving is not { } serving)
            return SearchExactly(queries, filter, k, group, hits, counts, cancellationToken);
        ObjectDisposedException.ThrowIf(_disposed, this);

        var snapshot = _exact.HoldSnapshot();
        var work = _works.TryTake(out var kept) ? kept : new SearchWork(_exact.CreateRanker());
        try
        {
            var written = 0;
            work.Ranker.Prepare(snapshot, filter, k, group);
            var fetched = Fetch(serving, Math.Max(LeastFetched, k * OverFetch));
            for (var first = 0; first < total; first += SliceQueries)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var slice = queries.Slice(first * Dimensions, Math.Min(SliceQueries, total - first) * Dimensions);
                work.Proposals.Find(serving, slice, fetched, _options.EffectiveThreads);
                for (var i = 0; i < slice.Length / Dimensions; i++)
                {
                    var query = slice.Slice(i * Dimensions, Dimensions);
                    var wanted = hits.Slice((first + i) * k, k);
                    counts[first + i] = Satisfied(work.Ranker, work.Proposals, i, query, filter)
                        || (work.Proposals.Filled(i) && TryFurther(serving, work, fetched, query, filter, cancellationToken))
                        ? _exact.CopyHits(work.Ranker, wanted)
                        : SearchExactly(query, filter, k, group, wanted, counts.Slice(first + i, 1), cancellationToken).Hits;
                    written += counts[first + i];
                }
            }

            return new SearchResult(written, snapshot.Count, snapshot.Version);
        }
        finally
        {
            work.Clear();
            _works.Add(work);
            if (_disposed)
                DropIdleWork();
            _exact.ReleaseSnapshot(snapshot);
        }
    }

    /// <summary>Asks for more while filters leave too few.</summary>
    /// <returns>False when Faiss cannot tell whether there are more.</returns>
    private bool TryFurther(
        NativeIndex serving,
        SearchWork work,
        int fetched,
        ReadOnlySpan<float> query,
        in SearchFilter filter,
        CancellationToken cancellationToken)
    {
        do
        {
            if (fetched >= MostFetched)
                return false;
            cancellationToken.ThrowIfCancellationRequested();
            fetched = Fetch(serving, fetched * FetchGrowth);
            work.Further.Find(serving, query, fetched, _options.EffectiveThreads);
            if (Satisfied(work.Ranker, work.Further, 0, query, filter))
                return true;
        }
        while (work.Further.Filled(0));
        return false;
    }

    private bool Satisfied(
        CandidateRanker ranker, Proposals proposals, int place, ReadOnlySpan<float> query, in SearchFilter filter)
    {
        _exact.Rank(ranker, query, proposals.Distinct(place));
        return ranker.Full
            || proposals.SawAll(place)
            || (filter.MinimumScore > -1 && proposals.Lowest(place) < filter.MinimumScore - ScoreError);
    }

    private static int Fetch(NativeIndex index, int wanted) =>
        (int)Math.Clamp(index.Count, 1, Math.Min(wanted, MostFetched));

    private void DropIdleWork()
    {
        while (_works.TryTake(out var work))
            work.Ranker.Dispose();
    }

    private sealed class SearchWork(CandidateRanker ranker)
    {
        public CandidateRanker Ranker => ranker;

        public Proposals Proposals { get; } = new();

        /// <summary>Of one query that needs more than the others of its slice.</summary>
        public Proposals Further { get; } = new();

        public void Clear()
        {
            ranker.Clear();
            Proposals.Clear();
            Further.Clear();
        }
    }
}
