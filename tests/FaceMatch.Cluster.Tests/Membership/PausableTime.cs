namespace FaceMatch.Cluster.Tests.Membership;

/// <summary>The clock of a process that can be stopped: time goes on, and what falls due meanwhile comes when it runs again.</summary>
internal sealed class PausableTime(TimeProvider world) : TimeProvider
{
    private readonly List<Action> _due = [];

    public bool IsPaused { get; private set; }

    public override long TimestampFrequency => world.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => world.GetUtcNow();

    public override long GetTimestamp() => world.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        world.CreateTimer(
            given =>
            {
                if (IsPaused)
                    _due.Add(() => callback(given));
                else
                    callback(given);
            },
            state, dueTime, period);

    public void Pause() => IsPaused = true;

    public void Resume()
    {
        IsPaused = false;
        Action[] due = [.. _due];
        _due.Clear();
        foreach (var callback in due)
            callback();
    }
}
