using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Pipeline;

/// <summary>Puts a camera's line together: models, gallery and limiter are shared, tracker and evidence are its own.</summary>
public sealed class CameraWatchFactory(
    WatchSettings settings, IFaceVision vision, Func<IFaceTracker> trackers, IFrameDecoder decoder, IFrameSource source,
    IGallery gallery, IAlertSink alerts, AnalysisLimiter limiter, IWatchPermit permit, TimeProvider time, ILoggerFactory loggers) : ICameraWatchFactory
{
    public ICameraWatch Create(CameraPlan plan)
    {
        WatchCounters counters = new(time);
        WatchPipeline pipeline = new(
            plan.Deployment, plan.CameraId, settings, vision, trackers(), decoder, gallery, alerts, limiter, counters,
            loggers.CreateLogger<WatchPipeline>());
        return new CameraWatch(
            plan, pipeline, counters, source, decoder, limiter, permit, time, loggers.CreateLogger<CameraWatch>());
    }
}
