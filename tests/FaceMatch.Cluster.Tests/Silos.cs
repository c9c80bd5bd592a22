using FaceMatch.Cluster.Hosting;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

namespace FaceMatch.Cluster.Tests;

/// <summary>Several real silos in this process, which find each other through a membership table in memory.</summary>
internal sealed class Silos : IAsyncDisposable
{
    private readonly InProcessTestCluster _cluster;

    private Silos(InProcessTestCluster cluster) => _cluster = cluster;

    public IReadOnlyList<InProcessSiloHandle> Live => _cluster.GetActiveSilos().ToList();

    public static async Task<Silos> StartAsync(MemoryTruth truth, short count, IndexFolder? files = null)
    {
        var builder = new InProcessTestClusterBuilder(count);
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(host => host.Logging.SetMinimumLevel(LogLevel.None));
        builder.ConfigureSilo((options, silo) =>
        {
            Silo.AddHost(silo.Services, truth);
            if (files is not null)
                silo.Services.AddSingleton(files.OptionsOf(options.SiloName));
            silo.UseInMemoryReminderService();
            silo.AddFaceMatchGrains(new ClusterOptions(Silo.Dimensions, SearchDeadline: TimeSpan.FromSeconds(30)));
        });
        var cluster = builder.Build();
        await cluster.DeployAsync(TestContext.Current.CancellationToken);
        return new Silos(cluster);
    }

    public static T Service<T>(InProcessSiloHandle silo)
        where T : notnull => silo.ServiceProvider.GetRequiredService<T>();

    public static IGallery GalleryOf(InProcessSiloHandle silo) => Service<IGallery>(silo);

    /// <summary>Searches until every shard has answered.</summary>
    public static async Task<GalleryAnswer> SearchWholeAsync(InProcessSiloHandle silo, GalleryQuery query)
    {
        while (true)
        {
            var answer = await GalleryOf(silo).SearchAsync(query, TestContext.Current.CancellationToken);
            if (answer.Coverage.Complete)
                return answer;
            await Task.Yield();
        }
    }

    public Task<InProcessSiloHandle> JoinAsync() => _cluster.StartAdditionalSiloAsync();

    /// <summary>The silo says good-bye and hands over what it has.</summary>
    public Task LeaveAsync(InProcessSiloHandle silo) => _cluster.StopSiloAsync(silo, TestContext.Current.CancellationToken);

    /// <summary>The silo is gone without a word.</summary>
    public Task KillAsync(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync() => await _cluster.DisposeAsync();
}
