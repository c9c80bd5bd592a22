using FaceMatch.Index.Exact;
using FaceMatch.Index.Kernels;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests;

public sealed class ExactnessTests
{
    private static readonly NativePages Memory = new();

    [Theory]
    [MemberData(nameof(Vectors.Kernels), MemberType = typeof(Vectors))]
    public void The_best_twenty_are_those_of_a_float_scan(KernelChoice choice)
    {
        var random = new Random(1);
        var vectors = Enumerable.Range(0, 5000).Select(_ => Vectors.Random(random, 512)).ToArray();
        using var index = Build(vectors, choice, pageSlots: 512);
        for (var probe = 0; probe < 20; probe++)
            AssertExact(index, vectors, probe % 2 == 0 ? Vectors.Random(random, 512) : Vectors.Near(random, vectors[probe], 0.5));
    }

    [Theory]
    [MemberData(nameof(Vectors.Kernels), MemberType = typeof(Vectors))]
    public void Near_ties_far_below_the_step_of_int8_are_ranked_as_float_ranks_them(KernelChoice choice)
    {
        var random = new Random(2);
        var centre = Vectors.Random(random, 512);
        // Six thousand in a ball a thousandth wide: the bound excludes none, and more come than the lists hold.
        var vectors = Enumerable.Range(0, 6000).Select(i => Vectors.Near(random, centre, i % 3 == 0 ? 1e-6 : 1e-3)).ToArray();
        using var index = Build(vectors, choice, pageSlots: 1024);
        AssertExact(index, vectors, centre);
        AssertExact(index, vectors, Vectors.Near(random, centre, 1e-4));
    }

    [Fact]
    public void A_better_one_comes_last_or_first_and_is_found_all_the_same()
    {
        var random = new Random(3);
        var probe = Vectors.Random(random, 128);
        var rising = Enumerable.Range(0, 4000).Select(i => Vectors.Near(random, probe, 3.0 - i / 2000.0)).ToArray();
        using var up = Build(rising, KernelChoice.Best, pageSlots: 64);
        AssertExact(up, rising, probe);
        Array.Reverse(rising);
        using var down = Build(rising, KernelChoice.Best, pageSlots: 64);
        AssertExact(down, rising, probe);
    }

    [Fact]
    public void Equal_vectors_come_in_the_order_of_their_template_ids()
    {
        var random = new Random(4);
        var twin = Vectors.Random(random, 128);
        var entries = Enumerable.Range(0, 300).Select(i => Vectors.Entry(1000 - i, twin, i)).ToArray();
        using var index = new ExactIndex(128, new IndexOptions(PageSlots: 64), Memory);
        index.Add(entries);

        var hits = new IndexHit[10];
        index.Search(twin, Vectors.Everything, hits);

        Assert.Equal(Enumerable.Range(701, 10).Select(id => (long)id), hits.Select(hit => hit.TemplateId));
    }

    [Fact]
    public void A_batch_answers_each_query_as_a_single_search_does()
    {
        var random = new Random(5);
        var vectors = Enumerable.Range(0, 3000).Select(_ => Vectors.Random(random, 128)).ToArray();
        using var index = Build(vectors, KernelChoice.Best, pageSlots: 256);
        var queries = Enumerable.Range(0, 71).Select(_ => Vectors.Random(random, 128)).ToArray();
        var (hits, counts) = (new IndexHit[71 * 7], new int[71]);

        index.SearchBatch(queries.SelectMany(q => q).ToArray(), Vectors.Everything, 7, HitGroup.Template, hits, counts);

        for (var i = 0; i < queries.Length; i++)
        {
            var single = new IndexHit[7];
            Assert.Equal(counts[i], index.Search(queries[i], Vectors.Everything, single).Hits);
            Assert.Equal(single, hits[(i * 7)..(i * 7 + 7)]);
        }
    }

    [Fact]
    public void Subjects_are_counted_once_by_their_best_template()
    {
        var random = new Random(6);
        var vectors = Enumerable.Range(0, 4000).Select(_ => Vectors.Random(random, 64)).ToArray();
        using var index = new ExactIndex(64, new IndexOptions(PageSlots: 128), Memory);
        index.Add([.. vectors.Select((vector, i) => Vectors.Entry(i, vector, i % 37))]);
        var probe = Vectors.Random(random, 64);

        var hits = new IndexHit[50];
        var result = index.SearchSubjects(probe, Vectors.Everything, hits);

        var expected = vectors
            .Select((vector, i) => new IndexHit(i, Vectors.Subject(i % 37), Vectors.Score(probe, vector)))
            .GroupBy(hit => hit.SubjectId)
            .Select(group => group.OrderByDescending(hit => hit.Score).ThenBy(hit => hit.TemplateId).First())
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.TemplateId);
        Assert.Equal(37, result.Hits);
        Assert.Equal(expected, hits[..37]);

        Assert.Equal(5, index.SearchSubjects(probe, Vectors.Everything, hits.AsSpan(0, 5)).Hits);
        Assert.Equal(expected.Take(5), hits[..5]);
    }

    [Fact]
    public void Hits_below_the_minimum_score_are_left_out()
    {
        var random = new Random(8);
        var vectors = Enumerable.Range(0, 2000).Select(_ => Vectors.Random(random, 64)).ToArray();
        using var index = Build(vectors, KernelChoice.Best, pageSlots: 128);
        var probe = Vectors.Random(random, 64);
        var scores = vectors.Select(vector => Vectors.Score(probe, vector)).OrderDescending().ToArray();
        var hits = new IndexHit[100];

        var result = index.Search(probe, new SearchFilter(null, Vectors.Now, scores[9]), hits);

        Assert.Equal(10, result.Hits);
        Assert.Equal(scores[9], hits[9].Score);
    }

    [Fact]
    public void Float_scan_and_screened_scan_agree_with_filters_on()
    {
        var random = new Random(9);
        using var index = new ExactIndex(128, new IndexOptions(PageSlots: 128), Memory);
        index.Add([.. Enumerable.Range(0, 4000).Select(i => Vectors.Entry(i, Vectors.Random(random, 128), i / 3, i % 5, 5 + i % 11))]);
        var filter = new SearchFilter([Vectors.List(2), Vectors.List(7)], Vectors.Now);
        foreach (var group in new[] { HitGroup.Template, HitGroup.Subject })
        {
            var probe = Vectors.Random(random, 128);
            var (screened, floats) = (new IndexHit[20], new IndexHit[20]);
            index.SearchOne(probe, filter, group, screened, ScanMode.Screened, CancellationToken.None);
            index.SearchOne(probe, filter, group, floats, ScanMode.Float32, CancellationToken.None);
            Assert.Equal(floats, screened);
            Assert.All(screened, hit => Assert.True(hit.TemplateId % 5 == 2 || hit.TemplateId % 11 == 2));
        }
    }

    private static ExactIndex Build(float[][] vectors, KernelChoice kernel, int pageSlots)
    {
        var index = new ExactIndex(vectors[0].Length, new IndexOptions(2, pageSlots, kernel), Memory);
        index.Add([.. vectors.Select((vector, i) => Vectors.Entry(i, vector, i))]);
        return index;
    }

    private static void AssertExact(ExactIndex index, float[][] vectors, float[] probe)
    {
        var hits = new IndexHit[20];
        Assert.Equal(20, index.Search(probe, Vectors.Everything, hits).Hits);
        var expected = vectors
            .Select((vector, i) => new IndexHit(i, Vectors.Subject(i), Vectors.Score(probe, vector)))
            .OrderByDescending(hit => hit.Score).ThenBy(hit => hit.TemplateId)
            .Take(20);
        Assert.Equal(expected, hits);
    }
}
