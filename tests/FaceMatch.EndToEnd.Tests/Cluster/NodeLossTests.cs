using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests.Cluster;

/// <summary>
/// What dies or stands still under 50 searches and 5 enrolments a second, with 200,000 templates.
/// </summary>
[Collection(nameof(MeasuredAlone))]
public sealed class NodeLossTests(FullCluster full) : IClassFixture<FullCluster>
{
    /// <summary>As EX_TEMPFAIL of sysexits.h: whoever started it starts it again.</summary>
    private const int EndedToBeStartedAnew = 75;

    /// <summary>After the cluster noticed that a node is gone.</summary>
    private static readonly TimeSpan PatienceWithCoverage = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_node_that_is_killed_loses_nothing_and_the_others_take_over_until_it_is_back()
    {
        await full.MakeWholeAsync();
        Task<LoadOutcome> load = await UnderWayAsync(seconds: 45);
        ClusterNode node = await full.CameraOwnerAsync(Patience);
        await node.Process.KillAsync();

        await full.Cluster.NoticeAsync(node);
        await ServerCluster.CoverAllAsync(full.Cluster.Others(node), PatienceWithCoverage);
        Assert.NotEqual(node, await full.CameraOwnerAsync(PatienceWithCoverage));
        await full.CameraWatchesAsync(full.Cluster.Others(node).First(), Patience);

        await node.StartAsync();
        await TakesItsShareAsync(node);
        Held(await load);
    }

    [Fact]
    public async Task A_node_that_stands_still_is_replaced_and_ends_by_itself_when_it_wakes()
    {
        await full.MakeWholeAsync();
        Task<LoadOutcome> load = await UnderWayAsync(seconds: 45);
        ClusterNode node = await full.CameraOwnerAsync(Patience);
        await node.Process.SignalAsync("STOP");

        await full.Cluster.NoticeAsync(node);
        await ServerCluster.CoverAllAsync(full.Cluster.Others(node), PatienceWithCoverage);
        await full.CameraWatchesAsync(full.Cluster.Others(node).First(), Patience);

        await node.Process.SignalAsync("CONT");
        Assert.Equal(EndedToBeStartedAnew, await node.Process.EndsAsync());
        Assert.NotEqual(node, await full.CameraOwnerAsync(Patience));
        await node.StartAsync();
        await TakesItsShareAsync(node);
        Held(await load);
    }

    [Fact]
    public async Task A_restart_of_the_database_loses_nothing_and_ends_no_node()
    {
        await full.MakeWholeAsync();
        Task<LoadOutcome> load = await UnderWayAsync(seconds: 30);
        await full.Cluster.Postgres.StopAsync();
        await full.Cluster.Postgres.ContinueAsync();

        await ServerCluster.CoverAllAsync(full.Cluster.Nodes, PatienceWithCoverage);
        await full.CameraWatchesAsync(full.Cluster.Nodes[0], Patience);
        Assert.All(full.Cluster.Nodes, node => Assert.True(node.Process.Runs, node.Process.Log));
        Held(await load);
    }

    /// <summary>A load that has enrolled somebody already, so that there is something to lose.</summary>
    private async Task<Task<LoadOutcome>> UnderWayAsync(int seconds)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        long before = await full.Cluster.ApprovedAsync(cancellationToken);
        Task<LoadOutcome> load = full.LoadAsync(seconds);
        await Eventually.BecomesTrueAsync("the load to be under way", Patience, async token =>
            await full.Cluster.ApprovedAsync(token) > before);
        return load;
    }

    private async Task TakesItsShareAsync(ClusterNode node)
    {
        await Eventually.BecomesTrueAsync("a shard at the node that came back", Patience, _ =>
            Task.FromResult(node.Process.Log.Contains("is ready with", StringComparison.Ordinal)));
        await ServerCluster.CoverAllAsync(full.Cluster.Nodes, Patience);
    }

    private static void Held(LoadOutcome outcome)
    {
        Assert.Equal(0, outcome.EnrolledNotFound);
        Assert.Equal(0, outcome.ClaimsBroken);
        // Far below the rate at which they are sent: how many a machine answers is no matter of this test, only that there were some to lose.
        Assert.True(outcome.Enrolled > 0, $"Only {outcome.Enrolled} enrolments were acknowledged: {outcome.Report}");
        Assert.True(outcome.SearchesComplete > 200, $"Only {outcome.SearchesComplete} searches were answered in full: {outcome.Report}");
    }
}
