using CsCheck;
using FaceMatch.Index.Faiss;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests.Faiss;

/// <summary>
/// Faiss under random operations against a dictionary and a loop. Invariants: Flat gives the model's answer; a graph and
/// inverted lists give as many hits as there are, none that the model does not have, each with the model's score.
/// </summary>
public sealed class FaissModelTests
{
    private const int Dimensions = 40;
    private const int Templates = 300;
    private const int Subjects = 40;
    private const int Lists = 4;

    [FaissFact]
    public void Flat_agrees_with_a_naive_model_under_random_operations() =>
        Gen.Int[0, int.MaxValue].Sample(seed => Run("Flat", seed, exact: true), seed: "0000Yh3kLm12", iter: 25);

    [FaissFact]
    public void A_graph_shows_nothing_that_is_not_there_and_not_less_than_there_is() =>
        Gen.Int[0, int.MaxValue].Sample(seed => Run("HNSW16", seed, exact: false), seed: "0000Yh3kLm12", iter: 25);

    [FaissFact]
    public void Inverted_lists_show_nothing_that_is_not_there_and_not_less_than_there_is() =>
        Gen.Int[0, int.MaxValue].Sample(seed => Run("IVF2,SQ8", seed, exact: false), seed: "0000Yh3kLm12", iter: 25);

    private static bool Run(string factory, int seed, bool exact)
    {
        var memory = new NativePages();
        using (var index = FaissGallery.Create(Dimensions, factory, memory: memory))
        {
            RunOperations(index, new Random(seed), exact);
            index.WhenSettledAsync().GetAwaiter().GetResult();
        }

        return memory.Blocks == 0;
    }

    private static void RunOperations(FaissIndex index, Random random, bool exact)
    {
        var model = new Dictionary<long, IndexEntry>();
        var version = index.Version;
        for (var step = 0; step < 120; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    var entries = Some(random, Templates).Where(id => !model.ContainsKey(id))
                        .Select(id => Entry(random, id, random.Next(Subjects))).ToArray();
                    index.Add(entries);
                    Take(model, entries);
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
                    Compare(index, model, random, exact);
                    break;
            }

            Assert.Equal(model.Count, index.Count);
            Assert.InRange(index.Version, version, version + 1);
            version = index.Version;
        }
    }

    private static void Relabel(FaissIndex index, Dictionary<long, IndexEntry> model, Random random)
    {
        var ids = Some(random, Templates);
        var (lists, until) = (RandomLists(random), Until(random));
        Assert.Equal(ids.Count(model.ContainsKey), index.Relabel(ids, lists, until));
        foreach (var id in ids.Where(model.ContainsKey))
            model[id] = model[id] with { Watchlists = lists, SearchableUntil = until };
    }

    private static void Replace(FaissIndex index, Dictionary<long, IndexEntry> model, Random random)
    {
        var subjects = Some(random, Subjects).Select(Math.Abs).Append(random.Next(Subjects)).Distinct().ToArray();
        var old = model.Values.Where(entry => subjects.Select(Vectors.Subject).Contains(entry.SubjectId)).ToArray();
        foreach (var entry in old)
            model.Remove(entry.TemplateId);
        // Some as they were, some with another vector under the same id, some new.
        var entries = old.Where(_ => random.Next(2) == 0)
            .Select(entry => random.Next(2) == 0 ? entry : entry with { Vector = Vectors.Random(random, Dimensions) })
            .ToList();
        foreach (var id in Some(random, Templates).Where(id => !model.ContainsKey(id) && entries.TrueForAll(entry => entry.TemplateId != id)))
            entries.Add(Entry(random, id, subjects[random.Next(subjects.Length)]));
        index.ReplaceSubjects([.. subjects.Select(Vectors.Subject)], [.. entries]);
        Take(model, entries);
    }

    private static void Compare(FaissIndex index, Dictionary<long, IndexEntry> model, Random random, bool exact)
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
        Assert.Equal(model.Count, found.Searched);
        Agree(scored, hits[..found.Hits], hits.Length, exact, filter);

        found = index.SearchSubjects(probe, filter, hits);
        Agree([.. scored.DistinctBy(hit => hit.SubjectId)], hits[..found.Hits], hits.Length, exact, filter);
    }

    private static void Agree(IndexHit[] right, IndexHit[] given, int k, bool exact, SearchFilter filter)
    {
        if (exact)
        {
            Assert.Equal(right.Take(k), given);
            return;
        }

        // With a least score an approximate index may miss some of those above it; without, it fills what can be filled.
        if (filter.MinimumScore <= -1)
            Assert.Equal(Math.Min(right.Length, k), given.Length);
        Assert.Equal(given.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.TemplateId), given);
        Assert.Equal(given.Length, given.DistinctBy(hit => hit.TemplateId).Count());
        foreach (var hit in given.Where(hit => !right.Contains(hit)))
            // A subject may be shown by another template of its own than its best.
            Assert.Contains(right, other => other.SubjectId == hit.SubjectId && other.Score >= hit.Score);
    }

    private static void Take(Dictionary<long, IndexEntry> model, IEnumerable<IndexEntry> entries)
    {
        foreach (var entry in entries)
            model.Add(entry.TemplateId, entry);
    }

    private static IndexEntry Entry(Random random, long id, long subject) =>
        new(id, Vectors.Subject(subject), RandomLists(random), Until(random), Vectors.Random(random, Dimensions));

    private static Guid[] RandomLists(Random random) => [.. Some(random, Lists).Select(list => Vectors.List((int)Math.Abs(list)))];

    private static DateTimeOffset Until(Random random) => Vectors.Now.AddTicks(random.Next(-1, 4));

    /// <summary>Some numbers below a limit; odd ones negative, as the ids of fused templates are.</summary>
    private static long[] Some(Random random, int below)
    {
        var share = random.NextDouble() * 0.6;
        return [.. Enumerable.Range(0, below).Where(_ => random.NextDouble() < share).Select(i => (long)(i % 2 == 0 ? i : -i))];
    }
}
