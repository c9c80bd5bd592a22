using System.Diagnostics;
using FaceMatch.Index;
using FaceMatch.Index.Faiss;
using FaceMatch.Index.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceMatch.LoadTest.Recall;

/// <summary>One gallery: real people first, then strangers. Builds a type of Faiss over it and compares it with the scan.</summary>
internal sealed class RecallRun(People people, int templates, int threads)
{
    private const int Limit = 20;
    private const int BatchSize = 32;
    private const int Timed = 100;
    private static readonly SearchFilter Filter = new(Watchlists: null, DateTimeOffset.UnixEpoch);

    private readonly int _dimensions = people.Enrolled[0].Length;

    /// <param name="factory">"Exact", or a type of Faiss.</param>
    public async Task<RecallLine> MeasureAsync(string factory, string settings)
    {
        var exact = new ExactIndex(_dimensions, new IndexOptions(threads), new NativePages());
        StrangerGallery.Fill(exact, people.Enrolled, templates, threads);
        if (factory == "Exact")
        {
            using (exact)
                return Line(factory, "", exact, null, 0, 0);
        }

        var before = Environment.WorkingSet;
        var options = new FaissOptions(factory, settings, threads);
        var start = Stopwatch.GetTimestamp();
        using var index = new FaissIndex(exact, options, TimeProvider.System, NullLogger<FaissIndex>.Instance);
        await index.WhenSettledAsync();
        var status = index.Approximate;
        if (status.State != ApproximateState.Ready)
            throw new InvalidOperationException(status.Fault ?? $"{factory} was not built: it is trained on {options.LeastTraining} templates or more.");
        var built = status.BuildTime ?? Stopwatch.GetElapsedTime(start);
        var bytes = Environment.WorkingSet - before;

        var probes = people.Probes.SelectMany(probe => probe.Embedding).ToArray();
        var own = people.Probes.Select(probe => (long)probe.Person).ToArray();
        var report = index.MeasureRecall(probes, own, CancellationToken.None)!;
        return Line(factory, options.EffectiveSettings, index, report, built.TotalSeconds, bytes) with
        {
            SelfCheckAt20 = status.Recall?.RecallAt20,
            SelfCheckFnir = status.Recall?.AddedFnir,
        };
    }

    private RecallLine Line(string factory, string settings, IGalleryIndex index, RecallReport? report, double seconds, long bytes)
    {
        var (hits, counts) = (new IndexHit[BatchSize * Limit], new int[BatchSize]);
        var batch = new float[BatchSize * _dimensions];
        var (single, batched) = (new List<double>(), new List<double>());
        for (var i = -5; i < Timed; i++)
        {
            var probe = people.Probes[(i + 5) % people.Probes.Count].Embedding;
            var start = Stopwatch.GetTimestamp();
            index.Search(probe, Filter, hits.AsSpan(0, Limit));
            if (i >= 0)
                single.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        for (var round = 0; round < 6; round++)
        {
            for (var i = 0; i < BatchSize; i++)
                people.Probes[(round * BatchSize + i) % people.Probes.Count].Embedding.CopyTo(batch, i * _dimensions);
            var start = Stopwatch.GetTimestamp();
            index.SearchBatch(batch, Filter, Limit, HitGroup.Template, hits, counts);
            if (round > 0)
                batched.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds / BatchSize);
        }

        return new RecallLine(
            factory, settings, index.Count, Median(single), Median(batched), report?.Probes ?? people.Probes.Count,
            report?.RecallAt1 ?? 1, report?.RecallAt20 ?? 1, report?.AddedFnir ?? 0, seconds, bytes);
    }

    private static double Median(List<double> values)
    {
        values.Sort();
        return Math.Round(values[values.Count / 2], 3);
    }
}
