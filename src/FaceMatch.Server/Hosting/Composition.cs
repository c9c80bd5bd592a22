using System.Globalization;
using System.Net;
using FaceMatch.Cluster;
using FaceMatch.Cluster.Hosting;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Policies;
using FaceMatch.Pipeline;
using FaceMatch.Server.Calibrations;
using FaceMatch.Storage;
using FaceMatch.Storage.Galleries;
using FaceMatch.Storage.Vault;
using FaceMatch.Vision;
using FaceMatch.Vision.Frames;
using FaceMatch.Vision.Models;
using FaceMatch.Vision.Tracking;

namespace FaceMatch.Server.Hosting;

/// <summary>Where the rooms behind the ports are put together.</summary>
public static class Composition
{
    /// <summary>On PostgreSQL where a connection string is given, else on SQLite in the data directory.</summary>
    public static void AddStorage(this WebApplicationBuilder builder, DataDirectory data) =>
        builder.Services.AddFaceMatchStorage(new StorageOptions(data.Path, builder.PostgresConnection()));

    /// <summary>
    /// Vision, the line and the gallery. Opens the model pack now, so that a missing or altered file stops the start before
    /// anything else begins.
    /// </summary>
    /// <exception cref="ModelPackException">Says which file and what to run.</exception>
    /// <exception cref="StartRefusedException">Galleries cannot be searched by the index that is set.</exception>
    public static void AddRecognition(this WebApplicationBuilder builder, ServerOptions options)
    {
        ModelPack pack = ModelPackStore.Installed().Open(options.Pack);
        ActiveCalibration calibration = ActiveCalibration.Of(pack);
        FaceVision vision = FaceVision.Load(pack);
        builder.Services.AddSingleton<IFaceVision>(_ => vision);
        builder.Services.AddSingleton<IFrameDecoder, FrameDecoder>();
        builder.Services.AddSingleton<IFrameSource, FfmpegFrameSource>();
        builder.Services.AddSingleton<Func<IFaceTracker>>(() => new FaceTracker());
        builder.Services.AddSingleton(calibration);
        builder.Services.AddSingleton(calibration.Calibration);
        builder.Services.AddSingleton(RecognitionPolicy.Default);
        builder.Services.AddSingleton(new ActivePack(vision.Models.Pack, vision.Models.Embedder));
        builder.Services.AddFaceMatchPipeline();
        ClusterOptions cluster = new(
            vision.Models.EmbeddingSize, SiloPort: options.SiloPort ?? 0, GatewayPort: options.GatewayPort ?? 0,
            Postgres: builder.PostgresConnection(), Address: options.SiloAddress, IndexType: options.IndexType);
        if (cluster.IndexRefusal is { } refusal)
            throw new StartRefusedException($"FaceMatch cannot start with {ServerOptions.IndexKey} set to '{options.IndexType}' (it is {ClusterOptions.Exact} or a type of Faiss). {refusal}");
        builder.AddFaceMatchCluster(cluster);
        builder.AddShardFiles(options, vision.Models);
        builder.Services.AddHostedService<GalleryWarmUp>();
        builder.Services.AddHostedService<OtherPacksNotice>();
    }

    /// <summary>
    /// Has shards keep themselves in files. A node of a cluster is known by the address that it has at every start; one without a port of
    /// its own gets other shards each time, and keeps none.
    /// </summary>
    private static void AddShardFiles(this WebApplicationBuilder builder, ServerOptions options, ModelIdentity models)
    {
        string? node = builder.PostgresConnection() is null ? "alone"
            : options.SiloPort is { } port ? string.Create(CultureInfo.InvariantCulture, $"{options.SiloAddress ?? IPAddress.Loopback}-{port}").Replace(':', '_')
            : null;
        if (node is null) return;
        builder.Services.AddSingleton(services => new ShardFileOptions(
            options.IndexFolder, node, services.GetRequiredService<EncryptedImageVault>().DeriveKey("index files"), $"pack {models.Pack}, embedder {models.Embedder}"));
    }

    private static string? PostgresConnection(this WebApplicationBuilder builder) =>
        builder.Configuration.GetConnectionString(StorageOptions.ConnectionName) is { } given && !string.IsNullOrWhiteSpace(given) ? given : null;
}
