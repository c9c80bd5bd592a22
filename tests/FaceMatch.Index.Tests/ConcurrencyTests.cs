using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests;

public sealed class ConcurrencyTests
{
    private const int Dimensions = 64;

    /// <summary>
    /// Each subject has two templates with the same vector, always changed together. Invariant: a search sees both or
    /// none, never a score that is not the vector's own, and never a subject whose removal had returned.
    /// </summary>
    [Fact]
    public async Task Searches_see_whole_changes_while_writers_write()
    {
        var memory = new NativePages();
        using var index = new ExactIndex(Dimensions, new IndexOptions(2, PageSlots: 64), memory);
        var random = new Random(31);
        var vectors = Enumerable.Range(0, 200).Select(_ => Vectors.Random(random, Dimensions)).ToArray();
        // Even: being added or there. Odd: removed, and not to be found by a search that starts now.
        var epochs = new int[vectors.Length];
        var done = false;

        var writer = Task.Run(() =>
        {
            var choose = new Random(32);
            for (var round = 0; round < 4000; round++)
            {
                var subject = choose.Next(vectors.Length);
                var there = Volatile.Read(ref epochs[subject]) % 2 == 0 && round >= vectors.Length;
                if (there)
                {
                    index.ReplaceSubjects([Vectors.Subject(subject)], []);
                    Interlocked.Increment(ref epochs[subject]);
                }
                else
                {
                    if (epochs[subject] % 2 == 1)
                        Interlocked.Increment(ref epochs[subject]);
                    index.ReplaceSubjects(
                        [Vectors.Subject(subject)],
                        [Vectors.Entry(subject, vectors[subject], subject), Vectors.Entry(subject + 1000, vectors[subject], subject)]);
                }
            }

            Volatile.Write(ref done, true);
        }, TestContext.Current.CancellationToken);

        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(() =>
        {
            var choose = new Random(40 + reader);
            var hits = new IndexHit[3];
            var searches = 0;
            while (!Volatile.Read(ref done) || searches == 0)
            {
                var subject = choose.Next(vectors.Length);
                var before = Volatile.Read(ref epochs[subject]);
                var found = index.Search(vectors[subject], Vectors.Everything, hits).Hits;
                var own = hits[..found].Where(hit => hit.SubjectId == Vectors.Subject(subject)).ToArray();
                Assert.True(own.Length is 0 or 2, $"{own.Length} of two templates");
                Assert.All(own, hit => Assert.Equal(Vectors.Score(vectors[subject], vectors[subject]), hit.Score));
                if (before % 2 == 1 && Volatile.Read(ref epochs[subject]) == before)
                    Assert.Empty(own);
                searches++;
            }
        }, TestContext.Current.CancellationToken)).ToArray();

        await writer;
        await Task.WhenAll(readers);
        Assert.Equal(0, index.ErasuresPending);
    }

    [Fact]
    public void A_cancelled_search_throws_and_the_next_one_is_right()
    {
        var random = new Random(33);
        using var index = new ExactIndex(Dimensions, new IndexOptions(2, PageSlots: 64), new NativePages());
        index.Add([.. Enumerable.Range(0, 500).Select(i => Vectors.Entry(i, Vectors.Random(random, Dimensions), i))]);
        var probe = Vectors.Random(random, Dimensions);
        var hits = new IndexHit[5];

        Assert.Throws<OperationCanceledException>(() => index.Search(probe, Vectors.Everything, hits, new CancellationToken(true)));

        Assert.Equal(5, index.Search(probe, Vectors.Everything, hits).Hits);
        index.Remove([0]);
        Assert.Equal(0, index.ErasuresPending);
    }

    [Fact]
    public void A_search_allocates_nothing()
    {
        var random = new Random(34);
        using var index = new ExactIndex(Dimensions, new IndexOptions(1, PageSlots: 64), new NativePages());
        index.Add([.. Enumerable.Range(0, 2000).Select(i => Vectors.Entry(i, Vectors.Random(random, Dimensions), i / 2, i % 3))]);
        var probe = Vectors.Random(random, Dimensions);
        var hits = new IndexHit[20];
        var filter = new SearchFilter([Vectors.List(1), Vectors.List(2)], Vectors.Now);
        index.SearchSubjects(probe, filter, hits);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            index.SearchSubjects(probe, filter, hits);
            index.Search(probe, filter, hits);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
