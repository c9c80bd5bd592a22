using System.Net;
using System.Net.Sockets;
using FaceMatch.Cluster;
using FaceMatch.Cluster.Hosting;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceMatch.LoadTest.FanOut;

/// <summary>Silos of this process, which talk over the loopback interface as processes of one machine do. One core each for scans.</summary>
internal sealed class BenchSilos : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly List<IHost> _hosts = [];

    public IReadOnlyList<IGallery> Galleries => [.. _hosts.Select(host => host.Services.GetRequiredService<IGallery>())];

    /// <returns>When every shard is loaded, at the silo that it belongs to.</returns>
    public static async Task<BenchSilos> StartAsync(SyntheticTruth truth, int dimensions, int silos, CancellationToken cancellationToken)
    {
        BenchSilos started = new();
        IPEndPoint first = new(IPAddress.Loopback, FreePort());
        for (int number = 0; number < silos; number++)
        {
            HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            builder.Logging.SetMinimumLevel(LogLevel.None);
            builder.Services.AddSingleton<IGallerySource>(truth);
            builder.Services.AddSingleton<IGenerationStore>(truth);
            builder.Services.AddSingleton<ICameraPlanSource>(truth);
            builder.Services.AddSingleton<ICameraWatchFactory>(truth);
            builder.Services.AddSingleton<ITrafficLog>(truth);
            int port = number == 0 ? first.Port : FreePort();
            builder.UseOrleans(silo =>
            {
                silo.UseLocalhostClustering(port, FreePort(), first);
                silo.UseInMemoryReminderService();
                silo.AddFaceMatchGrains(new ClusterOptions(dimensions, SearchDeadline: Patience, SearchCores: 1));
            });
            IHost host = builder.Build();
            started._hosts.Add(host);
            await host.StartAsync(cancellationToken);
        }

        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        // All silos before the first shard: one that had to move would be measured moving.
        foreach (IHost host in started._hosts)
        {
            IClusterMembershipService membership = host.Services.GetRequiredService<IClusterMembershipService>();
            while (membership.CurrentSnapshot.Members.Values.Count(member => member.Status == SiloStatus.Active) < silos)
                await Task.Delay(BetweenLooks, patience.Token);
        }

        foreach (IGallery gallery in started.Galleries)
        {
            while (await gallery.StatusAsync(patience.Token) is { } status && status.ShardsReady < status.ShardsTotal)
                await Task.Delay(BetweenLooks, patience.Token);
        }

        return started;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IHost host in Enumerable.Reverse(_hosts))
        {
            await host.StopAsync(CancellationToken.None);
            host.Dispose();
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
