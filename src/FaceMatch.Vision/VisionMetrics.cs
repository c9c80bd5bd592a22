using System.Diagnostics.Metrics;

namespace FaceMatch.Vision;

/// <summary>The instruments of this room.</summary>
public static class VisionMetrics
{
    /// <summary>Name of the meter, for the host's exporter.</summary>
    public const string MeterName = "FaceMatch.Vision";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> FramesDropped = Meter.CreateCounter<long>(
        "facematch.frames.dropped", "{frame}", "Frames of live sources that were replaced by newer ones before they were read.");

    internal static void FrameDropped() => FramesDropped.Add(1);
}
