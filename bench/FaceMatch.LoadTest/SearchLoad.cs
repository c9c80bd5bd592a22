using System.Diagnostics;
using FaceMatch.Index;
using FaceMatch.Index.Exact;
using FaceMatch.Index.Faiss;
using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.LoadTest;

/// <summary>
/// Builds a gallery as a server keeps it, in files, opens it anew and times searches of it, the baselines interleaved so that all meet
/// the same machine. The float32 baseline has its rows in memory and in the clear: what it costs at best.
/// </summary>
internal sealed class SearchLoad(int templates, int dimensions, int threads, int queries)
{
    private const int Limit = 20;
    private const int BatchSize = 32;
    private const int LoadChunk = 16_384;
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch;
    private static readonly SearchFilter Filter = new(Watchlists: null, At);

    public SearchReport Measure(TextWriter progress)
    {
        using var folder = new ScratchFolder();
        using var baseline = new ExactIndex(dimensions, new IndexOptions(threads), new NativePages());
        using var flat = FaissLibrary.IsAvailable ? new FlatBaseline(dimensions, threads, Limit) : null;
        progress.WriteLine(flat is null ? "Faiss is not here; ops/run --with-faiss builds it" : "Faiss is here");
        progress.WriteLine($"adding {templates} templates");
        var addMs = Build(baseline, flat, folder, progress);
        progress.WriteLine("opening the files");
        ExactIndex? opened = null;
        var loadMs = Time(() => opened = Open(folder));
        using var index = opened!;
        progress.WriteLine($"timing {queries} searches");

        var probes = Enumerable.Range(0, queries).Select(Probe).ToArray();
        var (single, read, floats, batch) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var (flatSingle, flatBatch) = (new List<double>(), new List<double>());
        var (hits, expected) = (new IndexHit[Limit], new IndexHit[Limit]);
        var equal = true;
        Warm(index, baseline);
        for (var i = 0; i < queries; i++)
        {
            var probe = probes[i];
            single.Add(Time(() => index.Search(probe, Filter, hits)));
            read.Add(Time(() => index.SearchOne(probe, Filter, HitGroup.Template, expected, ScanMode.ReadOnly, CancellationToken.None)));
            if (i % 10 == 0)
            {
                floats.Add(Time(() => baseline.SearchOne(probe, Filter, HitGroup.Template, expected, ScanMode.Float32, CancellationToken.None)));
                equal &= expected.AsSpan().SequenceEqual(hits);
                if (flat is not null)
                    flatSingle.Add(Time(() => flat.Search(probe)));
            }

            if (i % BatchSize == 0)
            {
                batch.Add(TimeBatch(index, i) / BatchSize);
                if (flat is not null)
                    flatBatch.Add(TimeBatch(flat, i) / BatchSize);
            }
        }

        return new SearchReport(
            templates, dimensions, Percentile(single, 0.5), Percentile(single, 0.99), Percentile(batch, 0.5),
            Percentile(floats, 0.5), Percentile(read, 0.5),
            flat is null ? null : Percentile(flatSingle, 0.5), flat is null ? null : Percentile(flatBatch, 0.5), equal, index.HotBytesPerTemplate, loadMs, addMs, threads,
            index.Kernel.ToString());
    }

    private ExactIndex Open(ScratchFolder folder)
    {
        var index = ExactIndex.Open(
            dimensions, new IndexOptions(threads), new NativePages(), new IndexFiles(folder.Path, new byte[IndexFiles.KeyLength], "load test"), out var report);
        return report.Faults.Count == 0 ? index : throw new InvalidOperationException(report.Faults[0]);
    }

    /// <returns>What adding to the files alone took.</returns>
    private double Build(ExactIndex baseline, FlatBaseline? flat, ScratchFolder folder, TextWriter progress)
    {
        using var index = Open(folder);
        var ticks = 0L;
        var chunk = new IndexEntry[LoadChunk];
        var vectors = Enumerable.Range(0, LoadChunk).Select(_ => new float[dimensions]).ToArray();
        Guid[] lists = [Guid.Empty];
        for (var first = 0; first < templates; first += LoadChunk)
        {
            var count = Math.Min(LoadChunk, templates - first);
            for (var i = 0; i < count; i++)
            {
                SyntheticVectors.Fill(first + i, vectors[i]);
                chunk[i] = new IndexEntry(first + i, SubjectId(first + i), lists, At.AddYears(100), vectors[i]);
            }

            var start = Stopwatch.GetTimestamp();
            index.Add(chunk.AsSpan(0, count));
            ticks += Stopwatch.GetTimestamp() - start;
            baseline.Add(chunk.AsSpan(0, count));
            flat?.Add(first, vectors.AsSpan(0, count));
        }

        progress.WriteLine("saving");
        ticks += (long)(Time(() => index.Save(toDisk: true)) * Stopwatch.Frequency / 1_000);
        return Stopwatch.GetElapsedTime(0, ticks).TotalMilliseconds;
    }

    private void Warm(ExactIndex index, ExactIndex baseline)
    {
        var hits = new IndexHit[Limit];
        for (var i = 0; i < 5; i++)
        {
            index.Search(Probe(i), Filter, hits);
            index.SearchOne(Probe(i), Filter, HitGroup.Template, hits, ScanMode.ReadOnly, CancellationToken.None);
            baseline.SearchOne(Probe(i), Filter, HitGroup.Template, hits, ScanMode.Float32, CancellationToken.None);
            TimeBatch(index, i);
        }
    }

    private double TimeBatch(ExactIndex index, int first)
    {
        var batch = Enumerable.Range(first, BatchSize).SelectMany(Probe).ToArray();
        var (hits, counts) = (new IndexHit[BatchSize * Limit], new int[BatchSize]);
        return Time(() => index.SearchBatch(batch, Filter, Limit, HitGroup.Template, hits, counts));
    }

    private double TimeBatch(FlatBaseline flat, int first)
    {
        var batch = Enumerable.Range(first, BatchSize).SelectMany(Probe).ToArray();
        return Time(() => flat.Search(batch));
    }

    private float[] Probe(int number)
    {
        var probe = new float[dimensions];
        SyntheticVectors.Fill(-1 - number, probe);
        return probe;
    }

    private static Guid SubjectId(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private static double Time(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>Nearest rank.</summary>
    private static double Percentile(List<double> values, double part)
    {
        values.Sort();
        return Math.Round(values[Math.Clamp((int)Math.Ceiling(part * values.Count) - 1, 0, values.Count - 1)], 3);
    }
}
