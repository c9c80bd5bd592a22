using System.Net;
using FaceMatch.Cluster.Placement;
using FaceMatch.Cluster.Shards;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster.Tests;

public sealed class ShardKeyTests
{
    [Fact]
    public void A_key_reads_back_as_it_was_written()
    {
        Assert.Equal("main/12/007", new ShardKey("main", 12, 7).ToString());
        Assert.Equal(new ShardKey("main", 12, 7), ShardKey.Parse("main/12/007"));
        Assert.Throws<FormatException>(() => ShardKey.Parse("main/12"));
        Assert.Throws<FormatException>(() => ShardKey.Parse("main/x/007"));
    }

    [Fact]
    public void A_subject_stays_in_its_shard_for_ever()
    {
        // Written down once: a change of the hash would look for enrolled subjects in the wrong shards.
        Assert.Equal(PinnedShards, Enumerable.Range(1, 8).Select(number => ShardRange.ShardOf(People.Subject(number), 16)));
    }

    [Fact]
    public void Subjects_spread_evenly_over_shards()
    {
        var counts = new int[16];
        for (var i = 0; i < 16_000; i++)
            counts[ShardRange.ShardOf(People.Subject(i), 16)]++;
        Assert.All(counts, count => Assert.InRange(count, 880, 1120));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(999)]
    public void The_ranges_of_all_shards_are_what_the_hash_says_and_leave_no_gap(int shards)
    {
        var ranges = Enumerable.Range(0, shards).Select(shard => ShardRange.Of(shard, shards)).ToList();

        Assert.Equal((long.MinValue, long.MaxValue), (ranges[0].First, ranges[^1].Last));
        Assert.All(ranges.Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
        for (var i = 0; i < 2_000; i++)
        {
            var subject = People.Subject(i);
            Assert.True(ranges[ShardRange.ShardOf(subject, shards)].Contains(subject));
        }
    }

    [Fact]
    public void When_a_silo_goes_only_its_own_grains_move()
    {
        var silos = Enumerable.Range(1, 4).Select(i => SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 5000 + i), 1)).ToList();
        var grains = Enumerable.Range(0, 400).Select(i => $"shard/main/1/{i:D3}").ToList();
        var before = grains.ToDictionary(grain => grain, grain => RendezvousDirector.Choose(grain, silos));
        Assert.All(silos, silo => Assert.InRange(before.Values.Count(silo.Equals), 60, 140));

        var left = silos.Take(3).ToList();
        foreach (var grain in grains.Where(grain => !before[grain].Equals(silos[3])))
            Assert.Equal(before[grain], RendezvousDirector.Choose(grain, left));
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var error = Assert.Throws<ArgumentException>(() => new ClusterOptions(
            0, "a/b", TimeSpan.Zero, TimeSpan.Zero, SearchCores: -1, SiloPort: -1, GatewayPort: 70_000).Validated());
        foreach (var setting in new[] { "Dimensions", "Gallery", "SearchDeadline", "RefreshDeadline", "SearchCores", "SiloPort", "GatewayPort" })
            Assert.Contains(setting, error.Message, StringComparison.Ordinal);
    }

    private static readonly int[] PinnedShards = [9, 11, 12, 6, 1, 3, 1, 3];
}
