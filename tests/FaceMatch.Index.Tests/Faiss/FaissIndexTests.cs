using FaceMatch.Index.Faiss;
using FaceMatch.Index.Snapshots;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Index.Tests.Faiss;

public sealed class FaissIndexTests
{
    private const int Dimensions = 64;

    [FaissFact]
    public async Task A_type_that_trains_is_exact_until_there_is_enough_to_train_on()
    {
        using var index = FaissGallery.Create(Dimensions, "IVF4,Flat");
        var people = FaissGallery.People(1, Dimensions, 80, 2);

        index.Add(people.AsSpan(0, 100));
        Assert.Equal(ApproximateState.Waiting, index.Approximate.State);
        Assert.Equal(people[7].TemplateId, FaissGallery.Find(index, Vector(people[7]))[0].TemplateId);
        Assert.Equal(1, index.Approximate.ExactSearches);

        index.Add(people.AsSpan(100));
        await index.WhenSettledAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ApproximateState.Ready, index.Approximate.State);
        Assert.Equal(people[150].TemplateId, FaissGallery.Find(index, Vector(people[150]))[0].TemplateId);
        Assert.Equal(1, index.Approximate.ExactSearches);
    }

    [FaissFact]
    public async Task A_graph_hides_what_was_removed_at_once_and_is_built_anew_without_it_when_its_time_is_up()
    {
        var time = new FakeTimeProvider();
        var lines = new FaissGallery.Lines();
        using var index = FaissGallery.Create(Dimensions, "HNSW16", time: time, logger: lines);
        var people = FaissGallery.People(2, Dimensions, 200, 2);
        index.Add(people);

        Assert.Equal(1, index.Remove([people[10].TemplateId]));

        Assert.DoesNotContain(FaissGallery.Find(index, Vector(people[10]), 400), hit => hit.TemplateId == people[10].TemplateId);
        Assert.Equal(1, index.Approximate.Leftovers);
        Assert.True(lines.Said("cannot take vectors out"));

        time.Advance(FaissOptions.DefaultEraseWithin);
        await index.WhenSettledAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, index.Approximate.Leftovers);
        Assert.True(lines.Said("1 removed templates have to be erased"));
        Assert.Equal(399, FaissGallery.Find(index, Vector(people[10]), 400).Length);
        Assert.Equal(people[11].TemplateId, FaissGallery.Find(index, Vector(people[10]))[0].TemplateId);
    }

    [FaissFact]
    public async Task A_graph_that_is_mostly_dead_is_built_anew_without_waiting_for_its_time()
    {
        using var index = FaissGallery.Create(Dimensions, "HNSW16");
        var people = FaissGallery.People(3, Dimensions, 1200, 1);
        index.Add(people);

        index.Remove([.. people.Take(1100).Select(entry => entry.TemplateId)]);
        await index.WhenSettledAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, index.Approximate.Leftovers);
        Assert.Equal(100, FaissGallery.Find(index, Vector(people[1150]), 200).Length);
    }

    [FaissTheory]
    [InlineData("Flat")]
    [InlineData("HNSW16")]
    [InlineData("IVF4,SQ8")]
    public async Task A_narrow_filter_gets_all_that_it_leaves(string factory)
    {
        using var index = FaissGallery.Create(Dimensions, factory);
        var people = FaissGallery.People(4, Dimensions, 3000, 1);
        // Three on a list of their own, one of them expired.
        for (var i = 0; i < 3; i++)
            people[i * 900] = people[i * 900] with { Watchlists = [Vectors.List(77)] };
        people[900] = people[900] with { SearchableUntil = Vectors.Now };
        index.Add(people);
        await index.WhenSettledAsync(TestContext.Current.CancellationToken);

        var hits = FaissGallery.Find(index, Vector(people[42]), 10, new SearchFilter([Vectors.List(77)], Vectors.Now));

        Assert.Equal([0, 1800], hits.Select(hit => hit.TemplateId).Order());
        Assert.Empty(FaissGallery.Find(index, Vector(people[42]), 10, new SearchFilter([], Vectors.Now)));
    }

    [FaissFact]
    public async Task An_index_that_was_opened_from_its_files_is_built_from_what_is_in_it()
    {
        var memory = new NativePages();
        using var folder = new TestFolder();
        var people = FaissGallery.People(14, Dimensions, 300, 1);
        using (var exact = folder.Open(Dimensions, memory, out _))
        {
            exact.Add(people);
            exact.Save(toDisk: false);
        }

        using (var index = new FaissIndex(folder.Open(Dimensions, memory, out _), new FaissOptions("HNSW16"), TimeProvider.System, new FaissGallery.Lines()))
        {
            await index.WhenSettledAsync(TestContext.Current.CancellationToken);
            foreach (var entry in people)
                Assert.Equal(entry.TemplateId, FaissGallery.Find(index, Vector(entry), 1)[0].TemplateId);
            Assert.Equal(ApproximateState.Ready, index.Approximate.State);
            Assert.Equal(0, index.Approximate.ExactSearches);
        }

        Assert.Equal(0, memory.Blocks);
    }

    [FaissFact]
    public void A_threshold_that_nothing_reaches_needs_no_scan()
    {
        using var index = FaissGallery.Create(Dimensions, "HNSW16");
        index.Add(FaissGallery.People(5, Dimensions, 3000, 1));

        Assert.Empty(FaissGallery.Find(index, Vectors.Random(new Random(6), Dimensions), 10, new SearchFilter(null, Vectors.Now, 0.95f)));
        Assert.Equal(0, index.Approximate.ExactSearches);
    }

    [FaissFact]
    public async Task What_changes_while_the_index_is_built_is_in_it_afterwards()
    {
        using var index = FaissGallery.Create(Dimensions, "IVF16,Flat", "nprobe=16");
        var people = FaissGallery.People(7, Dimensions, 4000, 1);
        // The build starts at 624 templates; the rest comes and goes meanwhile.
        index.Add(people.AsSpan(0, 700));
        for (var first = 700; first < 4000; first += 100)
        {
            index.Add(people.AsSpan(first, 100));
            index.Remove([people[first - 1].TemplateId]);
        }

        await index.WhenSettledAsync(TestContext.Current.CancellationToken);

        Assert.Equal(ApproximateState.Ready, index.Approximate.State);
        var before = index.Approximate.ExactSearches;
        for (var i = 0; i < 4000; i++)
        {
            var gone = i % 100 == 99 && i is >= 699 and < 3999;
            Assert.Equal(!gone, FaissGallery.Find(index, Vector(people[i]), 1)[0].TemplateId == i);
        }

        Assert.Equal(before, index.Approximate.ExactSearches);
    }

    [FaissFact]
    public async Task Searches_go_on_while_writers_write_and_a_removed_template_is_never_seen_again()
    {
        using var index = FaissGallery.Create(Dimensions, "HNSW16");
        var people = FaissGallery.People(8, Dimensions, 600, 1);
        index.Add(people);
        var removed = 0;
        using var ending = new CancellationTokenSource();
        var searchers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!ending.IsCancellationRequested)
            {
                var before = Volatile.Read(ref removed);
                for (var i = 0; i < before; i += 37)
                    Assert.NotEqual(i, FaissGallery.Find(index, Vector(people[i]), 1)[0].TemplateId);
                Assert.Equal(599, FaissGallery.Find(index, Vector(people[599]), 1)[0].TemplateId);
            }
        })).ToArray();

        for (var i = 0; i < 400; i++)
        {
            index.Remove([people[i].TemplateId]);
            Volatile.Write(ref removed, i + 1);
        }

        await ending.CancelAsync();
        await Task.WhenAll(searchers);
    }

    [FaissFact]
    public async Task Recall_is_measured_and_shown()
    {
        using var flat = FaissGallery.Create(Dimensions, "Flat");
        using var poor = FaissGallery.Create(Dimensions, "IVF64,SQ8", "nprobe=1");
        var people = FaissGallery.People(9, Dimensions, 3000, 1);
        flat.Add(people);
        poor.Add(people);
        await flat.WhenSettledAsync(TestContext.Current.CancellationToken);
        await poor.WhenSettledAsync(TestContext.Current.CancellationToken);

        Assert.Equal(new RecallReport(FaissIndex.DefaultProbes, 3000, 1, 1, 0), flat.Approximate.Recall);
        Assert.InRange(poor.Approximate.Recall!.RecallAt20, 0.01, 0.8);
        Assert.InRange(poor.Approximate.Recall!.AddedFnir, 0.05, 0.9);
    }

    [FaissFact]
    public async Task The_same_answer_comes_with_one_thread_and_with_two()
    {
        var people = FaissGallery.People(10, Dimensions, 2000, 1);
        using var one = FaissGallery.Create(Dimensions, "IVF8,Flat", "nprobe=4", threads: 1);
        using var two = FaissGallery.Create(Dimensions, "IVF8,Flat", "nprobe=4", threads: 2);
        one.Add(people);
        two.Add(people);
        await one.WhenSettledAsync(TestContext.Current.CancellationToken);
        await two.WhenSettledAsync(TestContext.Current.CancellationToken);

        var queries = people.Take(70).SelectMany(Vector).ToArray();
        Assert.Equal(Batch(one, queries), Batch(two, queries));
    }

    [FaissFact]
    public void A_batch_is_answered_like_its_queries_one_by_one()
    {
        using var index = FaissGallery.Create(Dimensions, "Flat");
        var people = FaissGallery.People(11, Dimensions, 500, 2);
        index.Add(people);

        var batch = Batch(index, [.. people.Take(70).SelectMany(Vector)]);

        for (var i = 0; i < 70; i++)
            Assert.Equal(FaissGallery.Find(index, Vector(people[i]), 5), batch.AsSpan(i * 5, 5).ToArray());
    }

    [FaissFact]
    public void What_is_refused_changes_nothing()
    {
        using var index = FaissGallery.Create(Dimensions, "Flat");
        var people = FaissGallery.People(12, Dimensions, 2, 1);
        index.Add(people.AsSpan(0, 1));

        Assert.Throws<ArgumentException>(() => index.Add([people[1], people[0]]));
        Assert.Throws<ArgumentException>(() => index.Add([people[1] with { TemplateId = long.MaxValue }]));
        Assert.Throws<ArgumentException>(() => index.Add([people[1] with { Vector = new float[Dimensions] }]));
        Assert.Throws<ArgumentException>(() => FaissGallery.Find(index, new float[Dimensions]));
        Assert.Throws<ArgumentException>(() => FaissGallery.Find(index, [1]));

        Assert.Single(FaissGallery.Find(index, Vector(people[1])));
        Assert.Equal(1, index.Version);
    }

    [FaissFact]
    public void A_type_or_a_setting_that_Faiss_does_not_know_is_refused_in_its_own_words()
    {
        var type = Assert.Throws<FaissException>(() => FaissGallery.Create(Dimensions, "Nonsense12"));
        Assert.Contains("Nonsense12", type.Message, StringComparison.Ordinal);
        var setting = Assert.Throws<FaissException>(() => FaissGallery.Create(Dimensions, "HNSW16", "nprobe=4"));
        Assert.Contains("nprobe", setting.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var faults = string.Join(' ', new FaissOptions(" ", Threads: -1, EraseWithin: TimeSpan.Zero).Faults());
        foreach (var setting in new[] { "Factory", "Threads", "EraseWithin" })
            Assert.Contains(setting, faults, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/nowhere/libfaiss_c.so")]
    [InlineData("/nowhere")]
    // A library, but not this one.
    [InlineData("libc.so.6")]
    public void A_missing_library_is_named_and_so_is_what_makes_it(string named)
    {
        var loaded = FaissLibrary.Load(named);
        Assert.Equal(0, loaded.Handle);
        Assert.Contains(named, loaded.Fault, StringComparison.Ordinal);
        Assert.Contains("ops/run --with-faiss", loaded.Fault, StringComparison.Ordinal);
    }

    [FaissFact]
    public void A_token_that_fired_stops_the_search()
    {
        using var index = FaissGallery.Create(Dimensions, "Flat");
        var people = FaissGallery.People(13, Dimensions, 10, 1);
        index.Add(people);
        Assert.Throws<OperationCanceledException>(
            () => index.Search(Vector(people[0]), Vectors.Everything, new IndexHit[1], new CancellationToken(canceled: true)));
    }

    private static IndexHit[] Batch(FaissIndex index, float[] queries)
    {
        var count = queries.Length / Dimensions;
        var (hits, counts) = (new IndexHit[count * 5], new int[count]);
        index.SearchBatch(queries, Vectors.Everything, 5, HitGroup.Template, hits, counts);
        Assert.All(counts, found => Assert.Equal(5, found));
        return hits;
    }

    private static float[] Vector(IndexEntry entry) => entry.Vector.ToArray();
}
