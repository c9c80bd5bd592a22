using CsCheck;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests;

/// <summary>The index under random operations against a dictionary and a loop. Invariant: every answer is equal, always.</summary>
public sealed class ModelTests
{
    private const int Dimensions = 40;
    private const int Templates = 150;
    private const int Subjects = 25;
    private const int Lists = 4;

    [Fact]
    public void The_index_agrees_with_a_naive_model_under_random_operations()
    {
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                var memory = new NativePages();
                using (var index = new ExactIndex(Dimensions, new IndexOptions(2, PageSlots: 64), memory))
                    RunOperations(index, [], new Random(seed));
                return memory.Blocks == 0;
            },
            seed: "0000Yh3kLm12",
            iter: 40);
    }

    [Fact]
    public void An_index_that_is_saved_and_opened_again_at_any_time_agrees_with_the_same_model()
    {
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                using var folder = new TestFolder();
                var memory = new NativePages();
                var random = new Random(seed);
                var model = new Dictionary<long, IndexEntry>();
                for (var run = 0; run < 4; run++)
                {
                    using var index = folder.Open(Dimensions, memory, out var report);
                    Assert.Empty(report.Faults);
                    Assert.Equal(model.Count, report.Templates);
                    RunOperations(index, model, random, steps: 40);
                    Assert.True(index.Save(toDisk: false));
                }

                return memory.Blocks == 0;
            },
            seed: "0000Yh3kLm12",
            iter: 15);
    }

    [Fact]
    public void An_index_that_gets_its_files_late_agrees_with_the_same_model()
    {
        Gen.Int[0, int.MaxValue].Sample(
            seed =>
            {
                using var folder = new TestFolder();
                var memory = new NativePages();
                var random = new Random(seed);
                var model = new Dictionary<long, IndexEntry>();
                var other = folder.Open(Dimensions, memory, out _);
                using (var index = folder.Open(Dimensions, memory, out _))
                {
                    RunOperations(index, model, random, steps: 40);
                    Assert.False(index.Save(toDisk: false));
                    other.Dispose();
                    Assert.True(index.Save(toDisk: false));
                    RunOperations(index, model, random, steps: 40);
                    Assert.True(index.Save(toDisk: false));
                }

                using (var index = folder.Open(Dimensions, memory, out var report))
                {
                    Assert.Equal((model.Count, 0), (report.Templates, report.Faults.Count));
                    RunOperations(index, model, random, steps: 40);
                }

                return memory.Blocks == 0;
            },
            seed: "0000Yh3kLm12",
            iter: 15);
    }

    private static void RunOperations(ExactIndex index, Dictionary<long, IndexEntry> model, Random random, int steps = 150)
    {
        for (var step = 0; step < steps; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    Add(index, model, random);
                    break;
                case 1:
                    var ids = Some(random, Templates);
                    Assert.Equal(ids.Count(model.Remove), index.Remove(ids));
                    break;
                case 2:
                    Relabel(index, model, random);
                    break;
                case 3:
                    Replace(index, model, random);
                    break;
                default:
                    Compare(index, model, random);
                    break;
            }

            Assert.Equal(model.Count, index.Count);
            Assert.Equal(0, index.ErasuresPending);
            var visited = new HashSet<(long, Guid, DateTimeOffset)>();
            index.Visit((template, subject, until) => Assert.True(visited.Add((template, subject, until))));
            Assert.Equal(model.Values.Select(entry => (entry.TemplateId, entry.SubjectId, entry.SearchableUntil)).ToHashSet(), visited);
        }
    }

    private static void Add(ExactIndex index, Dictionary<long, IndexEntry> model, Random random)
    {
        var entries = Some(random, Templates).Where(id => !model.ContainsKey(id)).Select(id => Entry(random, id, random.Next(Subjects))).ToArray();
        index.Add(entries);
        foreach (var entry in entries)
            model.Add(entry.TemplateId, entry);
    }

    private static void Relabel(ExactIndex index, Dictionary<long, IndexEntry> model, Random random)
    {
        var ids = Some(random, Templates);
        var (lists, until) = (RandomLists(random), Until(random));
        Assert.Equal(ids.Count(model.ContainsKey), index.Relabel(ids, lists, until));
        foreach (var id in ids.Where(model.ContainsKey))
            model[id] = model[id] with { Watchlists = lists, SearchableUntil = until };
    }

    private static void Replace(ExactIndex index, Dictionary<long, IndexEntry> model, Random random)
    {
        var subjects = Some(random, Subjects);
        var removed = model.Values.Where(entry => subjects.Select(Vectors.Subject).Contains(entry.SubjectId)).Select(entry => entry.TemplateId).ToArray();
        foreach (var id in removed)
            model.Remove(id);
        var entries = subjects.Length == 0
            ? []
            : Some(random, Templates).Where(id => !model.ContainsKey(id))
                .Select(id => Entry(random, id, subjects[random.Next(subjects.Length)])).ToArray();
        index.ReplaceSubjects([.. subjects.Select(Vectors.Subject)], entries);
        foreach (var entry in entries)
            model.Add(entry.TemplateId, entry);
    }

    private static void Compare(ExactIndex index, Dictionary<long, IndexEntry> model, Random random)
    {
        var probe = Vectors.Random(random, Dimensions);
        var lists = random.Next(3) == 0 ? null : RandomLists(random);
        var filter = new SearchFilter(lists, Vectors.Now, random.Next(3) == 0 ? 0 : -1);
        var scored = model.Values
            .Where(entry => entry.SearchableUntil > filter.At)
            .Where(entry => lists is null || entry.Watchlists.Intersect(lists).Any())
            .Select(entry => new IndexHit(entry.TemplateId, entry.SubjectId, Vectors.Score(probe, entry.Vector.Span)))
            .Where(hit => hit.Score >= filter.MinimumScore)
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.TemplateId)
            .ToArray();

        var hits = new IndexHit[random.Next(1, 12)];
        var found = index.Search(probe, filter, hits);
        Assert.Equal(scored.Take(hits.Length), hits[..found.Hits]);
        Assert.Equal(model.Count, found.Searched);

        found = index.SearchSubjects(probe, filter, hits);
        Assert.Equal(scored.DistinctBy(hit => hit.SubjectId).Take(hits.Length), hits[..found.Hits]);
    }

    private static IndexEntry Entry(Random random, long id, long subject) =>
        new(id, Vectors.Subject(subject), RandomLists(random), Until(random), Vectors.Random(random, Dimensions));

    private static Guid[] RandomLists(Random random) => [.. Some(random, Lists).Select(list => Vectors.List((int)list))];

    private static DateTimeOffset Until(Random random) => Vectors.Now.AddTicks(random.Next(-1, 4));

    private static long[] Some(Random random, int below)
    {
        var share = random.NextDouble() * 0.6;
        return [.. Enumerable.Range(0, below).Where(_ => random.NextDouble() < share).Select(i => (long)i)];
    }
}
