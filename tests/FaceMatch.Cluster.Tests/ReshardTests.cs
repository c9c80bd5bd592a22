using FaceMatch.Core.Galleries;
using FaceMatch.Index.Snapshots;
using Orleans.TestingHost;

namespace FaceMatch.Cluster.Tests;

public sealed class ReshardTests
{
    private const int Stay = 200;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Searches_miss_neither_a_shard_nor_a_person_while_one_shard_becomes_four_and_these_two()
    {
        var truth = People.Truth(shards: 1, count: Stay);
        await using var silos = await Silos.StartAsync(truth, 2);
        foreach (var silo in silos.Live)
            await Silos.SearchWholeAsync(silo, People.Query(1));

        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        Task<int>[] watchers = [.. silos.Live.Select(silo => SearchOnAsync(Silos.GalleryOf(silo), over.Token))];
        var changes = ChangeOnAsync(truth, Silos.GalleryOf(silos.Live[0]), over.Token);
        foreach (var shards in new[] { 4, 2 })
        {
            var build = await truth.WhenInForceAsync(truth.Begin(shards));
            Assert.Equal((shards, shards, 0), (build.ShardsLoaded, build.ShardsProven, build.ShardsUnlike));
        }

        await over.CancelAsync();
        Assert.All(await Task.WhenAll(watchers), searches => Assert.NotEqual(0, searches));
        Assert.NotEqual(0, await changes);
        var last = await Silos.SearchWholeAsync(silos.Live[1], People.Query(1));
        Assert.Equal(2, last.Coverage.ShardsTotal);
        Assert.StartsWith("9.", last.GalleryVersion, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shard_that_does_not_hold_what_the_truth_counts_is_not_put_in_force()
    {
        var truth = People.Truth(shards: 1, count: 40);
        await using var silo = await Silo.StartAsync(truth);
        await silo.SearchWholeAsync(People.Query(17));

        truth.Overlooked = 17;
        var begun = truth.Begin(3);
        while ((await silo.Gallery.StatusAsync(Cancellation)).Building is not { ShardsUnlike: 1, ShardsProven: 2 })
            await Task.Yield();
        var again = truth.PartsRead.Count;
        while (truth.PartsRead.Count == again)
            await Task.Yield();

        Assert.Empty(truth.PutInForce);
        Assert.Equal(People.Subject(17), (await silo.SearchWholeAsync(People.Query(17))).Neighbours[0].SubjectId);
        truth.Overlooked = null;
        await truth.WhenInForceAsync(begun);
        var answer = await silo.Gallery.SearchAsync(People.Query(17), Cancellation);
        Assert.Equal((3, 3, People.Subject(17)), (answer.Coverage.ShardsAnswered, answer.Coverage.ShardsTotal, answer.Neighbours[0].SubjectId));
    }

    [Fact]
    public async Task A_truth_that_moves_whenever_it_is_counted_holds_nothing_up()
    {
        const int people = 200;
        const int changesACount = 20;
        var truth = People.Truth(shards: 2, people);
        await using var silo = await Silo.StartAsync(truth);
        var counts = 0;
        truth.AtProof = () =>
        {
            // So many that some of them are in the part which is counted.
            var first = 1 + (changesACount * (Interlocked.Increment(ref counts) - 1));
            foreach (var number in Enumerable.Range(first, changesACount))
            {
                truth.Withdraw(People.Subject(number));
                truth.Put(People.Subject(people + number), People.Template(people + number));
            }

            return Task.CompletedTask;
        };

        var build = await truth.WhenInForceAsync(truth.Begin(5));

        Assert.Equal((5, 5), (build.ShardsProven, counts));
        var answer = await silo.SearchWholeAsync(People.Query(people + 3, limit: people));
        Assert.Equal(people, answer.Neighbours.Count);
        Assert.Equal(People.Subject(people + 3), answer.Neighbours[0].SubjectId);
        Assert.DoesNotContain(answer.Neighbours, neighbour => neighbour.SubjectId == People.Subject(3));
    }

    [Fact]
    public async Task Another_silo_sees_a_generation_through_whose_keeper_died_with_some_of_its_shards()
    {
        var truth = People.Truth(shards: 1, count: 40);
        await using var silos = await Silos.StartAsync(truth, 2);
        await Silos.SearchWholeAsync(silos.Live[0], People.Query(17));
        // Loaded but never counted, until the keeper is gone.
        var counted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        truth.AtProof = () => counted.Task;
        var begun = truth.Begin(8);
        while ((await Silos.GalleryOf(silos.Live[0]).StatusAsync(Cancellation)).Building is not { ShardsLoaded: 8 })
            await Task.Yield();

        InProcessSiloHandle? keeper;
        while ((keeper = silos.Live.SingleOrDefault(silo => ((MemoryGenerations)Silos.Service<IGenerationStore>(silo)).IsTending)) is null)
            await Task.Yield();
        await silos.KillAsync(keeper);
        Assert.Empty(truth.PutInForce);
        counted.SetResult();

        Assert.Equal(8, (await truth.WhenInForceAsync(begun)).ShardsProven);
        var answer = await Silos.SearchWholeAsync(silos.Live.Single(), People.Query(17));
        Assert.Equal((8, People.Subject(17)), (answer.Coverage.ShardsTotal, answer.Neighbours[0].SubjectId));
    }

    [Fact]
    public async Task A_generation_that_was_given_up_gives_its_memory_back_and_the_next_has_a_number_of_its_own()
    {
        var truth = People.Truth(shards: 1, count: 40);
        await using var silo = await Silo.StartAsync(truth);
        await silo.SearchWholeAsync(People.Query(17));
        var pages = silo.Service<NativePages>();
        var before = pages.Bytes;
        truth.Overlooked = 17;
        truth.Begin(6);
        while ((await silo.Gallery.StatusAsync(Cancellation)).Building is not { ShardsLoaded: 6 })
            await Task.Yield();
        Assert.True(pages.Bytes > before);

        truth.GiveUp();
        while (pages.Bytes != before)
            await Task.Yield();
        Assert.Null((await silo.Gallery.StatusAsync(Cancellation)).Building);
        Assert.Equal(People.Subject(17), (await silo.SearchWholeAsync(People.Query(17))).Neighbours[0].SubjectId);

        truth.Overlooked = null;
        Assert.Equal(9, (await truth.WhenInForceAsync(truth.Begin(6))).Generation.Number);
        Assert.Single(truth.PutInForce);
    }

    /// <returns>Searches done; each found its person in all shards.</returns>
    private static async Task<int> SearchOnAsync(IGallery gallery, CancellationToken over)
    {
        var searches = 0;
        while (!over.IsCancellationRequested)
        {
            var person = 1 + (searches++ % Stay);
            var answer = await gallery.SearchAsync(People.Query(person, limit: 1), Cancellation);
            Assert.Empty(answer.Coverage.Missing);
            Assert.True(answer.Coverage.Complete);
            Assert.Equal(People.Subject(person), answer.Neighbours[0].SubjectId);
            Assert.True(answer.Coverage.TemplatesSearched >= Stay);
        }

        return searches;
    }

    /// <summary>Enrols people and withdraws them; each is found by the search after the one, and by none after the other.</summary>
    private static async Task<int> ChangeOnAsync(MemoryTruth truth, IGallery gallery, CancellationToken over)
    {
        var number = Stay;
        while (!over.IsCancellationRequested)
        {
            number++;
            truth.Put(People.Subject(number), People.Template(number));
            Assert.Equal(People.Subject(number), (await FirstAsync(number)).SubjectId);
            truth.Withdraw(People.Subject(number));
            Assert.NotEqual(People.Subject(number), (await FirstAsync(number)).SubjectId);
        }

        return number - Stay;

        async Task<Neighbour> FirstAsync(int person) =>
            (await gallery.SearchAsync(People.Query(person, limit: 1), Cancellation)).Neighbours[0];
    }
}
