namespace FaceMatch.Cluster.Cameras;

/// <summary>
/// Exponential, with jitter: cameras that lost the same network must not come back in the same instant.
/// </summary>
/// <param name="chance">Uniform in [0, 1).</param>
internal sealed class Backoff(Func<double> chance)
{
    /// <summary>A camera that restarts is back in a few seconds; one that is gone costs a look a minute.</summary>
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private TimeSpan _next = First;

    /// <summary>Between half and all of 1, 2, 4, ... 60 seconds.</summary>
    public TimeSpan Next()
    {
        var delay = _next * (0.5 + chance() / 2);
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return delay;
    }

    public void Reset() => _next = First;
}
