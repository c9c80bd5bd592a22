using FaceMatch.Core.Cameras;

namespace FaceMatch.Pipeline;

/// <summary>All that is kept of what a camera saw and did not alert. Thread-safe.</summary>
public sealed class WatchCounters
{
    private long _frames;
    private long _faces;
    private long _embeddings;
    private long _dropped;
    private long _alerts;
    private long _lastFrameTicks;

    /// <summary>Embeddings computed; far fewer than faces times frames.</summary>
    public long Embeddings => Interlocked.Read(ref _embeddings);

    public void FrameAnalysed(DateTimeOffset capturedAt)
    {
        Interlocked.Increment(ref _frames);
        Interlocked.Exchange(ref _lastFrameTicks, capturedAt.UtcTicks);
    }

    /// <summary>A passage, not a detection: one person passing by counts once.</summary>
    public void FaceSeen() => Interlocked.Increment(ref _faces);

    public void FaceEmbedded() => Interlocked.Increment(ref _embeddings);

    public void FrameDropped() => Interlocked.Increment(ref _dropped);

    public void Alerted() => Interlocked.Increment(ref _alerts);

    public CameraHealth Health(CameraState state, string? reason)
    {
        long ticks = Interlocked.Read(ref _lastFrameTicks);
        return new CameraHealth(
            state, reason, Interlocked.Read(ref _frames), Interlocked.Read(ref _faces), Interlocked.Read(ref _dropped),
            Interlocked.Read(ref _alerts), ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero));
    }
}
