namespace FaceMatch.Core.Cameras;

/// <summary>
/// What one camera saw on one day, as counts: nothing of anybody, and not when anybody passed.
/// </summary>
public sealed class TrafficDay
{
    private TrafficDay()
    {
    }

    public TrafficDay(Guid cameraId, DateOnly day)
    {
        CameraId = cameraId;
        Day = day;
    }

    public Guid CameraId { get; private set; }

    /// <summary>In UTC.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Tracks that ended and had a face good enough to be compared.</summary>
    public long Passages { get; private set; }

    /// <summary>Seconds in which frames came and were analysed.</summary>
    public double SecondsWatched { get; private set; }

    public void Add(TrafficCount count)
    {
        Passages += count.Passages;
        SecondsWatched += count.Watched.TotalSeconds;
    }
}

/// <param name="Passages">Since the count before.</param>
/// <param name="Watched">Since the count before.</param>
public readonly record struct TrafficCount(long Passages, TimeSpan Watched)
{
    public bool IsEmpty => Passages == 0 && Watched == TimeSpan.Zero;
}

/// <summary>Where the owner of a camera leaves its counts, so that they outlive the watch.</summary>
public interface ITrafficLog
{
    /// <summary>Adds to the camera's count of today, and to that of the deployment it watched for.</summary>
    Task AddAsync(Guid cameraId, Guid deploymentId, TrafficCount count, CancellationToken cancellationToken);
}
