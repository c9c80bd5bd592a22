using BenchmarkDotNet.Attributes;
using FaceMatch.Index;
using FaceMatch.Index.Exact;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Benchmarks.Search;

#pragma warning disable CA1001 // BenchmarkDotNet cleans up by attribute, and derives from benchmark classes.
/// <summary>The whole path of a query (screen, rank, twenty best), and what it must not do: allocate.</summary>
[MemoryDiagnoser]
public class ExactSearchBenchmarks
{
    private const int Dimensions = 512;
    private const int BatchSize = 32;
    private const int OnShortList = 10;
    private static readonly Guid[] Lists = [new(1, 0, 0, new byte[8]), new(2, 0, 0, new byte[8])];
    private static readonly Guid ShortList = new(3, 0, 0, new byte[8]);
    private static readonly SearchFilter Filter = new([Lists[1]], DateTimeOffset.UnixEpoch);
    private static readonly SearchFilter ShortFilter = new([ShortList], DateTimeOffset.UnixEpoch);
    private static readonly SearchFilter NoFilter = new(null, DateTimeOffset.UnixEpoch);

    private readonly IndexHit[] _hits = new IndexHit[20 * BatchSize];
    private readonly int[] _counts = new int[BatchSize];
    private ExactIndex _index = null!;
    private float[] _queries = [];

    [Params(10_000, 100_000, 1_000_000)]
    public int Templates { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _index = new ExactIndex(Dimensions, new IndexOptions(), new NativePages());
        var random = new Random(1);
        var chunk = new IndexEntry[10_000];
        for (var first = 0; first < Templates; first += chunk.Length)
        {
            for (var i = 0; i < chunk.Length; i++)
            {
                chunk[i] = new IndexEntry(
                    first + i, new Guid(first + i, 0, 0, new byte[8]), first + i < OnShortList ? [ShortList] : [Lists[i % 2]], DateTimeOffset.MaxValue, Vector(random));
            }

            _index.Add(chunk);
        }

        _queries = [.. Enumerable.Range(0, BatchSize).SelectMany(_ => Vector(random))];
    }

    [GlobalCleanup]
    public void Cleanup() => _index.Dispose();

    [Benchmark]
    public SearchResult Int8() => _index.Search(Query, NoFilter, _hits.AsSpan(0, 20));

    [Benchmark]
    public SearchResult Int8_half_of_the_gallery_by_watchlist() => _index.Search(Query, Filter, _hits.AsSpan(0, 20));

    /// <summary>Fewer than are asked for, so that nothing is ever excluded by its score.</summary>
    [Benchmark]
    public SearchResult Int8_list_of_ten() => _index.Search(Query, ShortFilter, _hits.AsSpan(0, 20));

    [Benchmark]
    public SearchResult Int8_subjects() => _index.SearchSubjects(Query, NoFilter, _hits.AsSpan(0, 20));

    [Benchmark(OperationsPerInvoke = BatchSize)]
    public SearchResult Int8_batch_of_32() => _index.SearchBatch(_queries, NoFilter, 20, HitGroup.Template, _hits, _counts);

    [Benchmark(Baseline = true)]
    public SearchResult Float32() => Scan(ScanMode.Float32);

    [Benchmark]
    public SearchResult Read_only() => Scan(ScanMode.ReadOnly);

    private ReadOnlySpan<float> Query => _queries.AsSpan(0, Dimensions);

    private SearchResult Scan(ScanMode mode) =>
        _index.SearchOne(Query, NoFilter, HitGroup.Template, _hits.AsSpan(0, 20), mode, CancellationToken.None);

    private static float[] Vector(Random random)
    {
        var vector = new float[Dimensions];
        for (var i = 0; i < vector.Length; i++)
            vector[i] = random.NextSingle() + random.NextSingle() - 1;
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        for (var i = 0; i < vector.Length; i++)
            vector[i] /= length;
        return vector;
    }
}
