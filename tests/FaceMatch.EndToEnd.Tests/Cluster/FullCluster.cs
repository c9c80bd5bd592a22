using FaceMatch.Cli.Client;
using FaceMatch.Core.Galleries;
using FaceMatch.EndToEnd.Tests.Cameras;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests.Cluster;

/// <summary>Three nodes over one PostgreSQL with 200,000 templates, and a camera that is watched. Made once for the tests of a class.</summary>
public sealed class FullCluster : IAsyncLifetime
{
    private const int Templates = 200_000;
    private const int Shards = 16;
    private const int WarmUpSeconds = 10;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private ServerCluster? _cluster;
    private RtspServer? _rtsp;

    internal ServerCluster Cluster => _cluster ?? throw new InvalidOperationException("The cluster was not started.");

    public async ValueTask InitializeAsync()
    {
        string video = Repository.Shared("data/video/stage.mp4");
        _cluster = await ServerCluster.PrepareAsync(nodes: 3);
        await MakeCrowdAsync(Cluster);
        await Task.WhenAll(Cluster.Nodes.Select(node => node.StartAsync()));
        await ReshardAsync();
        _rtsp = await RtspServer.StartAsync(video);
        await WatchAsync(_rtsp.Address);
        // Servers that have just started compile as they go, three of them on the cores of one machine.
        await LoadAsync(WarmUpSeconds);
    }

    /// <summary>Whatever the test before left behind, even one that failed: every node runs and covers all.</summary>
    internal async Task MakeWholeAsync()
    {
        foreach (ClusterNode node in Cluster.Nodes)
        {
            if (node.Process.Runs) await node.Process.SignalAsync("CONT");
            else await node.StartAsync();
        }

        await ServerCluster.CoverAllAsync(Cluster.Nodes, Patience);
    }

    /// <summary>Searches and enrols through all three nodes, at the rates of the specification.</summary>
    /// <param name="seconds">How long it lasts.</param>
    internal Task<LoadOutcome> LoadAsync(int seconds) => LoadOutcome.OfAsync(Cluster, seconds);

    /// <summary>The node that reads the camera.</summary>
    internal Task<ClusterNode> CameraOwnerAsync(TimeSpan patience) => Eventually.GetAsync("a node that reads the camera", patience, _ =>
        Task.FromResult(Cluster.Nodes.Where(node => node.ReadsCamera).ToList() is [var owner] ? owner : null));

    /// <summary>Until the camera watches again and frames come.</summary>
    internal Task CameraWatchesAsync(ClusterNode askedAt, TimeSpan patience) => Eventually.BecomesTrueAsync("frames of the camera", patience, async token =>
    {
        using FaceMatchClient client = new(askedAt.Address, Cluster.BootstrapKey);
        try
        {
            return await client.ListCamerasAsync(token) is [{ State: "watching", FramesAnalysed: > 0 }];
        }
        catch (Exception fault) when (fault is ServerRefusedException or ServerUnreachableException)
        {
            return false;
        }
    });

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
        if (_rtsp is not null) await _rtsp.DisposeAsync();
    }

    /// <summary>One person by the API, and the crowd behind him as copies.</summary>
    private static async Task MakeCrowdAsync(ServerCluster cluster)
    {
        ClusterNode node = cluster.Nodes[0];
        await node.StartAsync();
        using (Officers officers = await Officers.AtAsync(node, cluster.BootstrapKey, "crowd")) await officers.ListOnePersonAsync(People.Take(1)[0]);
        Assert.Equal(0, await node.Process.StopAsync());
        await cluster.LoadAsync("crowd", "--templates", $"{Templates}");
    }

    /// <summary>With so many shards each node has some, whichever ports it got.</summary>
    private async Task ReshardAsync()
    {
        using FaceMatchClient client = new(Cluster.Nodes[1].Address, Cluster.BootstrapKey);
        await client.ReshardAsync(new ReshardRequest(Shards), TestContext.Current.CancellationToken);
        await Eventually.BecomesTrueAsync("the new shards to be in force", Patience, async token =>
            (await client.GetGalleryAsync(token)).InForce is { Shards: Shards, ShardsReady: Shards });
    }

    /// <summary>Watches for one other person: thresholds hold up to the size of list that they were calibrated on.</summary>
    private async Task WatchAsync(string source)
    {
        using Officers officers = await Officers.AtAsync(Cluster.Nodes[0], Cluster.BootstrapKey, "camera");
        await officers.DeployAsync(source, await officers.ListOnePersonAsync(People.Take(2)[1]));
    }
}
