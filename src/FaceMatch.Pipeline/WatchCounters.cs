using FaceMatch.Core.Cameras;

namespace FaceMatch.Pipeline;

/// <summary>All that is kept of what a camera saw and did not alert. Thread-safe.</summary>
public sealed class WatchCounters(TimeProvider time)
{
    /// <summary>
    /// A longer wait between two frames is not watching: counted as such, a camera that sends seldom would seem to have quiet
    /// hours. Slow ones, at a frame in two seconds, are watched all the time.
    /// </summary>
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(2);

    private long _frames;
    private long _faces;
    private long _embeddings;
    private long _dropped;
    private long _alerts;
    private long _passages;
    private long _watchedTicks;
    private long? _lastFrame;
    private long _lastFrameTicks;

    /// <summary>Embeddings computed; far fewer than faces times frames.</summary>
    public long Embeddings => Interlocked.Read(ref _embeddings);

    /// <summary>From one thread at a time, as the frames are.</summary>
    public void FrameAnalysed(DateTimeOffset capturedAt)
    {
        // By our clock: what a camera says of its own time must not make its traffic look thinner.
        long now = time.GetTimestamp();
        if (_lastFrame is { } last)
            Interlocked.Add(ref _watchedTicks, Math.Min(time.GetElapsedTime(last, now).Ticks, LongestGap.Ticks));
        _lastFrame = now;
        Interlocked.Increment(ref _frames);
        Interlocked.Exchange(ref _lastFrameTicks, capturedAt.UtcTicks);
    }

    /// <summary>A passage, not a detection: one person passing by counts once.</summary>
    public void FaceSeen() => Interlocked.Increment(ref _faces);

    /// <summary>A passage ended that was compared with the gallery: each of these can give a false alert.</summary>
    public void PassageEnded() => Interlocked.Increment(ref _passages);

    public void FaceEmbedded() => Interlocked.Increment(ref _embeddings);

    public void FrameDropped() => Interlocked.Increment(ref _dropped);

    public void Alerted() => Interlocked.Increment(ref _alerts);

    public CameraHealth Health(CameraState state, string? reason)
    {
        long ticks = Interlocked.Read(ref _lastFrameTicks);
        return new CameraHealth(
            state, reason, Interlocked.Read(ref _frames), Interlocked.Read(ref _faces), Interlocked.Read(ref _dropped),
            Interlocked.Read(ref _alerts), ticks == 0 ? null : new DateTimeOffset(ticks, TimeSpan.Zero))
        {
            Traffic = new TrafficCount(Interlocked.Read(ref _passages), TimeSpan.FromTicks(Interlocked.Read(ref _watchedTicks))),
        };
    }
}
