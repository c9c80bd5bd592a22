using FaceMatch.Cluster.Hosting;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Tests;

/// <summary>A real silo in this process, as the server hosts it.</summary>
internal sealed class Silo : IAsyncDisposable
{
    public const int Dimensions = 32;

    private readonly IHost _host;

    private Silo(IHost host) => _host = host;

    public IGallery Gallery => Service<IGallery>();

    public ICameraFleet Cameras => Service<ICameraFleet>();

    public T Service<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public static async Task<Silo> StartAsync(
        MemoryTruth truth, ClusterOptions? options = null, TestCameras? cameras = null, TestTraffic? traffic = null, ShardFileOptions? files = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.None);
        AddHost(builder.Services, truth, cameras, traffic);
        if (files is not null)
            builder.Services.AddSingleton(files);
        builder.AddFaceMatchCluster(options ?? new ClusterOptions(Dimensions, SearchDeadline: TimeSpan.FromSeconds(30)));
        var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        return new Silo(host);
    }

    /// <summary>What the host brings.</summary>
    public static void AddHost(IServiceCollection services, MemoryTruth truth, TestCameras? cameras = null, TestTraffic? traffic = null)
    {
        services.AddSingleton<IGallerySource>(truth);
        services.AddSingleton<IGenerationStore>(new MemoryGenerations(truth));
        services.AddSingleton<ICameraPlanSource>(cameras ?? new TestCameras());
        services.AddSingleton<ICameraWatchFactory>(cameras ?? new TestCameras());
        services.AddSingleton<ITrafficLog>(traffic ?? new TestTraffic());
    }

    /// <summary>Searches until every shard has answered; a loading shard is asked again, which is how one waits for it.</summary>
    public async Task<GalleryAnswer> SearchWholeAsync(GalleryQuery query)
    {
        while (true)
        {
            var answer = await Gallery.SearchAsync(query, TestContext.Current.CancellationToken);
            if (answer.Coverage.Complete)
                return answer;
            await Task.Yield();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync(CancellationToken.None);
        _host.Dispose();
    }
}
