using System.Net;
using System.Net.Sockets;
using FaceMatch.Cluster.Cameras;
using FaceMatch.Cluster.Generations;
using FaceMatch.Cluster.Membership;
using FaceMatch.Cluster.Placement;
using FaceMatch.Cluster.Shards;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Galleries;
using FaceMatch.Index.Snapshots;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace FaceMatch.Cluster.Hosting;

public static class FaceMatchCluster
{
    /// <summary>
    /// Makes this process a silo, of its own or one of a cluster that finds together through PostgreSQL, and gives it <see cref="IGallery"/> and <see cref="ICameraFleet"/>. The host
    /// brings <see cref="IGallerySource"/>, <see cref="IGenerationStore"/>, <see cref="ICameraPlanSource"/>, <see cref="ICameraWatchFactory"/> and <see cref="ITrafficLog"/>;
    /// and <see cref="ShardFileOptions"/>, where shards are to outlast a restart.
    /// <para>Of its own, its reminders are in memory: they could outlive nothing that they would have to revive. After a
    /// start the host refreshes the cameras of live deployments. In a cluster, call <see cref="OrleansTables.EnsureAsync"/> first.</para>
    /// </summary>
    /// <exception cref="ArgumentException">Names every wrong option.</exception>
    public static IHostApplicationBuilder AddFaceMatchCluster(this IHostApplicationBuilder builder, ClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        options.Validated();
        builder.UseOrleans(silo =>
        {
            var (siloPort, gatewayPort) = Ports(options);
            if (options.Postgres is null)
            {
                silo.UseLocalhostClustering(siloPort, gatewayPort);
                silo.UseInMemoryReminderService();
            }
            else
            {
                silo.UsePostgresClustering(options, siloPort, gatewayPort);
            }

            silo.AddFaceMatchGrains(options);
        });
        return builder;
    }

    /// <summary>What every silo needs, however its cluster finds together.</summary>
    public static ISiloBuilder AddFaceMatchGrains(this ISiloBuilder silo, ClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(silo);
        ArgumentNullException.ThrowIfNull(options);
        silo.AddPlacementDirector<RendezvousPlacement, RendezvousDirector>();
        silo.Services.AddSingleton(options.Validated());
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.TryAddSingleton<NativePages>();
        silo.Services.AddSingleton<ShardFiles>();
        silo.Services.AddHostedService(services => services.GetRequiredService<ShardFiles>());
        silo.Services.AddSingleton<ShardStore>();
        silo.Services.AddSingleton<ShardNursery>();
        silo.Services.AddSingleton<SiloMap>();
        silo.Services.AddSingleton<ScanGate>();
        silo.Services.TryAddSingleton<ISiloFence, OpenFence>();
        silo.Services.AddSingleton<IWatchPermit>(services => services.GetRequiredService<ISiloFence>());
        silo.Services.AddSingleton<IGallery, GalleryFanOut>();
        silo.Services.AddSingleton<ICameraFleet, CameraFleet>();
        silo.Services.AddHostedService<GenerationKeeper>();
        return silo;
    }

    /// <summary>Held open together, so that the two differ.</summary>
    private static (int Silo, int Gateway) Ports(ClusterOptions options)
    {
        using var first = new TcpListener(IPAddress.Loopback, 0);
        using var second = new TcpListener(IPAddress.Loopback, 0);
        first.Start();
        second.Start();
        return (
            options.SiloPort != 0 ? options.SiloPort : ((IPEndPoint)first.LocalEndpoint).Port,
            options.GatewayPort != 0 ? options.GatewayPort : ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
