using System.Diagnostics;
using FaceMatch.Index;
using FaceMatch.Index.Exact;
using FaceMatch.Index.Faiss;
using FaceMatch.Index.Snapshots;
using FaceMatch.LoadTest.Recall;
using FaceMatch.Vision;
using FaceMatch.Vision.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace FaceMatch.Benchmarks.Search;

/// <summary>One gallery in one kind of index, and what it took to build.</summary>
internal sealed class BuiltIndex : IDisposable
{
    private const int Limit = 20;
    private static readonly SearchFilter NoFilter = new(null, DateTimeOffset.UnixEpoch);

    /// <summary>Embedding thousands of photographs takes a minute; all benchmarks of a run use the same people.</summary>
    private static readonly Lazy<People> Everybody = new(ReadPeople);

    private readonly ExactIndex _exact;
    private readonly IGalleryIndex _index;
    private readonly bool _float32;
    private readonly IndexHit[] _hits = new IndexHit[Limit * IndexKind.BatchSize];
    private readonly int[] _counts = new int[IndexKind.BatchSize];
    private readonly float[] _queries;

    private BuiltIndex(ExactIndex exact, IGalleryIndex index, bool float32, IndexCosts costs)
    {
        (_exact, _index, _float32, Costs) = (exact, index, float32, costs);
        _queries = [.. Everybody.Value.Probes.Take(IndexKind.BatchSize).SelectMany(probe => probe.Embedding)];
    }

    public IndexCosts Costs { get; }

    public static BuiltIndex Make(string kind, int templates)
    {
        var people = Everybody.Value;
        var before = Resident();
        var start = Stopwatch.GetTimestamp();
        var exact = new ExactIndex(people.Enrolled[0].Length, new IndexOptions(), new NativePages());
        StrangerGallery.Fill(exact, people.Enrolled, templates, Environment.ProcessorCount);
        var filled = Stopwatch.GetElapsedTime(start);
        if (IndexKind.FactoryOf(kind, templates) is not { } factory)
            return new BuiltIndex(exact, exact, kind == IndexKind.Float32, new IndexCosts(filled, Resident() - before, 1, 0));

        // The exact index underneath is there for either; only what Faiss adds is counted.
        before = Resident();
        var index = new FaissIndex(exact, new FaissOptions(factory), TimeProvider.System, NullLogger<FaissIndex>.Instance);
        index.WhenSettledAsync().GetAwaiter().GetResult();
        if (index.Approximate is not { State: ApproximateState.Ready } status)
            throw new InvalidOperationException(index.Approximate.Fault ?? $"{factory} was not built over {templates} templates.");
        var bytes = Resident() - before;
        var recall = index.MeasureRecall(
            [.. people.Probes.SelectMany(probe => probe.Embedding)], [.. people.Probes.Select(probe => (long)probe.Person)], CancellationToken.None)!;
        return new BuiltIndex(exact, index, float32: false, new IndexCosts(status.BuildTime!.Value, bytes, recall.RecallAt20, recall.AddedFnir));
    }

    public SearchResult Single()
    {
        var query = _queries.AsSpan(0, _index.Dimensions);
        return _float32
            ? _exact.SearchOne(query, NoFilter, HitGroup.Template, _hits.AsSpan(0, Limit), ScanMode.Float32, CancellationToken.None)
            : _index.Search(query, NoFilter, _hits.AsSpan(0, Limit));
    }

    public SearchResult Batch()
    {
        // There is no batched float32 scan: nobody needs what the int8 scan answers with the same bits.
        if (!_float32)
            return _index.SearchBatch(_queries, NoFilter, Limit, HitGroup.Template, _hits, _counts);
        var result = default(SearchResult);
        for (var i = 0; i < IndexKind.BatchSize; i++)
        {
            var query = _queries.AsSpan(i * _index.Dimensions, _index.Dimensions);
            result = _exact.SearchOne(query, NoFilter, HitGroup.Template, _hits.AsSpan(0, Limit), ScanMode.Float32, CancellationToken.None);
        }

        return result;
    }

    public void Dispose() => _index.Dispose();

    private static long Resident()
    {
        using var self = Process.GetCurrentProcess();
        return self.WorkingSet64;
    }

    private static People ReadPeople()
    {
        var folder = new DirectoryInfo(Environment.GetEnvironmentVariable("FACEMATCH_PEOPLE") is { Length: > 0 } set ? set : "../shared/data/lfw-dev");
        using var vision = FaceVision.Load(ModelPackStore.Installed().Open("default"));
        return People.Read(folder, vision, Environment.ProcessorCount);
    }
}

/// <param name="Build">Adding, or training and building by Faiss.</param>
/// <param name="Bytes">Of resident memory; of a type of Faiss beside the exact index that it stands on.</param>
/// <param name="RecallAt20">Of the exact twenty best.</param>
/// <param name="AddedFnir">See <see cref="RecallReport"/>.</param>
internal sealed record IndexCosts(TimeSpan Build, long Bytes, double RecallAt20, double AddedFnir);
