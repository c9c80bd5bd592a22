namespace FaceMatch.Index.Faiss;

public sealed partial class FaissIndex
{
    /// <summary>Enough to see a loss of one in a hundred, few enough to cost a second at a million templates.</summary>
    public const int DefaultProbes = 512;

    /// <summary>Cosine of a probe to its own template: what a poor but genuine comparison scores, and about the threshold of
    /// the default pack at FMR 1e-5. Better probes are found more easily.</summary>
    public const double ProbeCosine = 0.5;

    private const int MeasuredHits = 20;

    /// <summary>Below this everything is scanned in no time, and the twenty best are a good part of the gallery.</summary>
    private const int LeastMeasured = 1000;

    /// <summary>Any; the same gallery gives the same figures.</summary>
    private const int Seed = 20;

    private RecallReport? _recall;

    /// <summary>A figure holds for its gallery size, and for no other by far.</summary>
    private bool MeasureIsDue =>
        Count >= LeastMeasured && (_recall is not { } known || Count > known.Templates * 2 || Count * 2 < known.Templates);

    /// <summary>Compares Faiss with the exact index over what both hold now.</summary>
    /// <returns>Null while Faiss is not in use, or with less than 1,000 templates.</returns>
    private RecallReport? MeasureRecall(CancellationToken cancellationToken)
    {
        var ids = _exact.TemplateIds();
        Array.Sort(ids);
        var random = new Random(Seed);
        random.Shuffle(ids);
        var probes = new float[Math.Min(DefaultProbes, ids.Length) * Dimensions];
        var found = new long[probes.Length / Dimensions];
        var count = _exact.CopyVectors(ids.AsSpan(0, found.Length), found, probes);
        try
        {
            for (var i = 0; i < count; i++)
                TurnAway(probes.AsSpan(i * Dimensions, Dimensions), random);
            var report = MeasureRecall(probes.AsSpan(0, count * Dimensions), found, cancellationToken);
            if (report is not null)
                LogRecall(_logger, _options.Factory, report.Templates, report.RecallAt1, report.RecallAt20, report.AddedFnir);
            return report;
        }
        finally
        {
            Array.Clear(probes);
        }
    }

    /// <summary>The same for probes of one's own.</summary>
    /// <param name="probes">n x <see cref="Dimensions"/>.</param>
    /// <param name="own">n: the template that each should find.</param>
    /// <returns>Null while Faiss is not in use.</returns>
    internal RecallReport? MeasureRecall(ReadOnlySpan<float> probes, ReadOnlySpan<long> own, CancellationToken cancellationToken)
    {
        var count = probes.Length / Dimensions;
        var all = new SearchFilter(Watchlists: null, DateTimeOffset.MinValue);
        var (expected, hits) = (new IndexHit[SliceQueries * MeasuredHits], new IndexHit[SliceQueries * MeasuredHits]);
        var (expectedCounts, counts) = (new int[SliceQueries], new int[SliceQueries]);
        var (first, shared, wanted, mates, lost) = (0, 0, 0, 0, 0);
        for (var at = 0; at < count; at += SliceQueries)
        {
            var slice = probes.Slice(at * Dimensions, Math.Min(SliceQueries, count - at) * Dimensions);
            // Waits for a writer, unlike a search: an answer of the exact scan would measure nothing.
            _gate.EnterReadLock();
            try
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                if (_serving is null)
                    return null;
                _exact.SearchBatch(slice, all, MeasuredHits, HitGroup.Template, expected, expectedCounts, cancellationToken);
                SearchInside(slice, all, MeasuredHits, HitGroup.Template, hits, counts, cancellationToken);
            }
            finally
            {
                _gate.ExitReadLock();
            }

            for (var i = 0; i < slice.Length / Dimensions; i++)
            {
                var right = expected.AsSpan(i * MeasuredHits, expectedCounts[i]);
                var given = hits.AsSpan(i * MeasuredHits, counts[i]);
                if (right.IsEmpty)
                    continue;
                first += !given.IsEmpty && given[0].TemplateId == right[0].TemplateId ? 1 : 0;
                wanted += right.Length;
                shared += Shared(right, given);
                if (!Contains(right, own[at + i]))
                    continue;
                mates++;
                lost += Contains(given, own[at + i]) ? 0 : 1;
            }
        }

        return new RecallReport(
            count, Count, Part(first, count), Part(shared, wanted), Part(lost, mates));
    }

    private static int Shared(ReadOnlySpan<IndexHit> right, ReadOnlySpan<IndexHit> given)
    {
        var shared = 0;
        foreach (ref readonly var hit in right)
            shared += Contains(given, hit.TemplateId) ? 1 : 0;
        return shared;
    }

    private static bool Contains(ReadOnlySpan<IndexHit> hits, long template)
    {
        foreach (ref readonly var hit in hits)
        {
            if (hit.TemplateId == template)
                return true;
        }

        return false;
    }

    private static double Part(int some, int all) => all == 0 ? 0 : (double)some / all;

    /// <summary>Adds a random direction, so long that the cosine to what it was becomes <see cref="ProbeCosine"/> on average.</summary>
    private static void TurnAway(Span<float> vector, Random random)
    {
        var step = Math.Sqrt((1 / (ProbeCosine * ProbeCosine) - 1) / vector.Length);
        double squares = 0;
        for (var i = 0; i < vector.Length; i++)
        {
            // Twelve uniform numbers less six: normal enough, variance 1.
            var normal = -6.0;
            for (var n = 0; n < 12; n++)
                normal += random.NextDouble();
            vector[i] += (float)(normal * step);
            squares += (double)vector[i] * vector[i];
        }

        var scale = (float)(1 / Math.Sqrt(squares));
        for (var i = 0; i < vector.Length; i++)
            vector[i] *= scale;
    }
}
