using BenchmarkDotNet.Attributes;
using FaceMatch.Index;

namespace FaceMatch.Benchmarks.Search;

/// <summary>Every kind of index over the same gallery: real people and strangers who lie as they do.</summary>
[Config(typeof(GalleryIndexConfig))]
public class GalleryIndexBenchmarks
{
    private static (string Kind, int Templates, BuiltIndex Index)? _last;

    [Params(10_000, 100_000, 1_000_000)]
    public int Templates { get; set; }

    [Params(IndexKind.Int8, IndexKind.Float32, IndexKind.Flat, IndexKind.InvertedLists, IndexKind.Graph)]
    public string Kind { get; set; } = "";

    /// <summary>Both methods of one index run one after the other, so that what takes minutes to build is built once.</summary>
    [GlobalSetup]
    public void Setup()
    {
        if (_last is { } last && last.Kind == Kind && last.Templates == Templates)
            return;
        _last?.Index.Dispose();
        _last = null;
        _last = (Kind, Templates, BuiltIndex.Make(Kind, Templates));
        GalleryIndexConfig.Costs[(Kind, Templates)] = _last.Value.Index.Costs;
    }

    [Benchmark]
    public SearchResult Single() => _last!.Value.Index.Single();

    [Benchmark(OperationsPerInvoke = IndexKind.BatchSize)]
    public SearchResult One_of_32() => _last!.Value.Index.Batch();
}
