using FaceMatch.Cluster.Placement;
using FaceMatch.Cluster.Shards;
using FaceMatch.Core.Galleries;
using FaceMatch.Index.Snapshots;
using Orleans.TestingHost;

namespace FaceMatch.Cluster.Tests;

/// <summary>What becomes of the gallery while silos come and go.</summary>
public sealed class ShardMoveTests
{
    private const int Shards = 8;
    private const int Count = 120;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shards_move_to_a_silo_that_joins_while_every_search_is_complete()
    {
        var truth = People.Truth(Shards, Count);
        await using var silos = await Silos.StartAsync(truth, 1);
        var first = silos.Live.Single();
        await Silos.SearchWholeAsync(first, People.Query(1));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var searching = SearchOnAsync(first, (_, answer) => Assert.Empty(answer.Coverage.Missing), over.Token);

        var second = await silos.JoinAsync();
        await WhenAllAreAtHomeAsync(second);

        var moved = await AtAsync(second, second.SiloAddress);
        Assert.InRange(moved.Count, 1, Shards - 1);
        await over.CancelAsync();
        Assert.NotEqual(0, await searching);
        var answer = await Silos.GalleryOf(second).SearchAsync(People.Query(17), Cancellation);
        Assert.Equal((Shards, People.Subject(17)), (answer.Coverage.ShardsAnswered, answer.Neighbours[0].SubjectId));
        Assert.NotEqual(0, Silos.Service<NativePages>(second).Bytes);
        // Each shard was read once where it began and once where it went, and no more.
        Assert.Equal(Shards + moved.Count, truth.PartsRead.Count);
    }

    [Fact]
    public async Task What_changes_while_shards_move_is_seen_by_the_next_search()
    {
        var truth = People.Truth(Shards, Count);
        await using var silos = await Silos.StartAsync(truth, 1);
        var first = silos.Live.Single();
        await Silos.SearchWholeAsync(first, People.Query(1));

        var joining = silos.JoinAsync();
        var number = Count;
        while (!joining.IsCompleted || !await AreAllAtHomeAsync(await joining))
        {
            number++;
            truth.Put(People.Subject(number), People.Template(number));
            Assert.Equal(People.Subject(number), await FoundAsync(number));
            truth.Withdraw(People.Subject(number));
            Assert.NotEqual(People.Subject(number), await FoundAsync(number));
        }

        async Task<Guid> FoundAsync(int person) =>
            (await Silos.GalleryOf(first).SearchAsync(People.Query(person, limit: 1), Cancellation)).Neighbours[0].SubjectId;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_shards_of_a_silo_that_leaves_or_dies_are_taken_over_and_no_answer_claims_more_than_it_has(bool leaves)
    {
        var truth = People.Truth(Shards, Count);
        await using var silos = await Silos.StartAsync(truth, 2);
        await Silos.SearchWholeAsync(silos.Live[0], People.Query(1));
        await WhenAllAreAtHomeAsync(silos.Live[0]);
        var holder = (await PlacesAsync(silos.Live[0]))[0].Silo;
        var (goes, stays) = (silos.Live.Single(silo => silo.SiloAddress.Equals(holder)), silos.Live.Single(silo => !silo.SiloAddress.Equals(holder)));
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var searching = SearchOnAsync(stays, IsHonest, over.Token);

        await (leaves ? silos.LeaveAsync(goes) : silos.KillAsync(goes));
        await Silos.SearchWholeAsync(stays, People.Query(2));
        await WhenAllAreAtHomeAsync(stays);

        await over.CancelAsync();
        Assert.NotEqual(0, await searching);
        Assert.Equal(Shards, (await AtAsync(stays, stays.SiloAddress)).Count);
    }

    private static async Task<int> SearchOnAsync(InProcessSiloHandle silo, Action<int, GalleryAnswer> look, CancellationToken over)
    {
        var searches = 0;
        while (!over.IsCancellationRequested)
        {
            var person = 1 + (searches++ % Count);
            look(person, await Silos.GalleryOf(silo).SearchAsync(People.Query(person, limit: 1), Cancellation));
        }

        return searches;
    }

    private static void IsHonest(int person, GalleryAnswer answer)
    {
        if (answer.Coverage.Complete)
            Assert.Equal((People.Subject(person), (long)Count), (answer.Neighbours[0].SubjectId, answer.Coverage.TemplatesSearched));
        else
            Assert.Equal(Shards - answer.Coverage.ShardsAnswered, answer.Coverage.Missing.Count);
    }

    private static async Task WhenAllAreAtHomeAsync(InProcessSiloHandle asked)
    {
        while (!await AreAllAtHomeAsync(asked))
            await Task.Yield();
    }

    /// <summary>By the view of one silo: where each shard is, and where it belongs.</summary>
    private static async Task<bool> AreAllAtHomeAsync(InProcessSiloHandle asked)
    {
        var map = Silos.Service<SiloMap>(asked);
        foreach (var (key, silo) in await PlacesAsync(asked))
        {
            if (silo is null || !silo.Equals(map.HomeOf(key)))
                return false;
        }

        return true;
    }

    private static async Task<IReadOnlyList<string>> AtAsync(InProcessSiloHandle asked, SiloAddress silo) =>
        [.. (await PlacesAsync(asked)).Where(place => silo.Equals(place.Silo)).Select(place => place.Key)];

    private static async Task<List<(string Key, SiloAddress? Silo)>> PlacesAsync(InProcessSiloHandle asked)
    {
        var grains = Silos.Service<IGrainFactory>(asked);
        var management = grains.GetGrain<IManagementGrain>(0);
        List<(string, SiloAddress?)> places = [];
        for (var shard = 0; shard < Shards; shard++)
        {
            var key = new ShardKey("main", 7, shard).ToString();
            places.Add((key, await management.GetActivationAddress(grains.GetGrain<IGalleryShardGrain>(key))));
        }

        return places;
    }
}
