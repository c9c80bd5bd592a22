using System.Diagnostics;
using FaceMatch.Core.Galleries;
using FaceMatch.Index;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.LoadTest.FanOut;

/// <summary>Everything in one process and one run, so that all meet the same machine.</summary>
internal sealed class FanOutRun(int templates, TimeSpan duration)
{
    private const int Dimensions = 512;
    private const int Limit = 20;
    private const int AtOnce = 32;

    /// <summary>Scanned in some ten microseconds: what is left is the asking.</summary>
    private const int Few = 1_000;

    private const int Timed = 2_000;
    private const int ThroughputShards = 16;

    public async Task<FanOutReport> MeasureAsync(IReadOnlyList<int> shardCounts, CancellationToken cancellationToken)
    {
        double index = await IndexAsync(cancellationToken);
        List<FanOutCost> costs = [];
        foreach (int shards in shardCounts)
        {
            SyntheticTruth truth = new(Few, shards, Dimensions);
            await using BenchSilos silos = await BenchSilos.StartAsync(truth, Dimensions, silos: 1, cancellationToken);
            IGallery gallery = silos.Galleries[0];
            costs.Add(new FanOutCost(shards, await MedianAsync(number => SearchAsync(gallery, number, cancellationToken)), index));
        }

        List<SiloThroughput> throughputs = [];
        foreach (int count in new[] { 1, 2 })
        {
            SyntheticTruth truth = new(templates, ThroughputShards, Dimensions);
            await using BenchSilos silos = await BenchSilos.StartAsync(truth, Dimensions, count, cancellationToken);
            throughputs.Add(new SiloThroughput(count, await ThroughputAsync(silos.Galleries, cancellationToken)));
        }

        return new FanOutReport(costs, throughputs);
    }

    private static async Task<double> IndexAsync(CancellationToken cancellationToken)
    {
        using ExactIndex index = new(Dimensions, new IndexOptions(MaxParallelism: 1), new NativePages());
        SyntheticTruth truth = new(Few, shards: 1, Dimensions);
        await foreach (GalleryTemplate template in truth.ReadAllAsync(ShardRange.All, cancellationToken))
            index.Add([new IndexEntry(template.TemplateId, template.SubjectId, template.Watchlists, template.SearchableUntil, template.Vector)]);
        IndexHit[] hits = new IndexHit[Limit];
        return await MedianAsync(number =>
        {
            index.SearchSubjects(Probe(number), new SearchFilter(null, DateTimeOffset.UnixEpoch), hits);
            return Task.CompletedTask;
        });
    }

    private async Task<double> ThroughputAsync(IReadOnlyList<IGallery> galleries, CancellationToken cancellationToken)
    {
        int answered = 0;
        long start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(async sender =>
        {
            for (int number = sender; Stopwatch.GetElapsedTime(start) < duration; number += AtOnce)
            {
                await SearchAsync(galleries[number % galleries.Count], number, cancellationToken);
                Interlocked.Increment(ref answered);
            }
        }));
        return answered / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task SearchAsync(IGallery gallery, int number, CancellationToken cancellationToken)
    {
        GalleryAnswer answer = await gallery.SearchAsync(new GalleryQuery(Probe(number), null, Limit, -1, DateTimeOffset.UnixEpoch), cancellationToken);
        if (!answer.Coverage.Complete) throw new InvalidOperationException(string.Join(' ', answer.Coverage.Missing));
    }

    private static async Task<double> MedianAsync(Func<int, Task> search)
    {
        List<double> times = [];
        for (int number = -Timed / 4; number < Timed; number++)
        {
            long start = Stopwatch.GetTimestamp();
            await search(number);
            if (number >= 0) times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        times.Sort();
        return Math.Round(times[times.Count / 2], 1);
    }

    private static float[] Probe(int number)
    {
        float[] probe = new float[Dimensions];
        SyntheticVectors.Fill(-1 - Math.Abs(number), probe);
        return probe;
    }
}
