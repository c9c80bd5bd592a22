using FaceMatch.Core.Cameras;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace FaceMatch.Pipeline;

public static class PipelineServices
{
    /// <summary>
    /// The line for stills and for cameras. The host brings vision (with a <c>Func&lt;IFaceTracker&gt;</c>), gallery and
    /// alert sink.
    /// </summary>
    public static IServiceCollection AddFaceMatchPipeline(this IServiceCollection services, WatchSettings? settings = null)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(settings ?? WatchSettings.Default);
        services.AddSingleton(_ => new AnalysisLimiter());
        services.AddSingleton(_ => new SearchAdmission());
        services.AddSingleton<StillAnalyser>();
        services.AddSingleton<ProbePipeline>();
        services.AddSingleton<ICameraWatchFactory, CameraWatchFactory>();
        return services;
    }
}
