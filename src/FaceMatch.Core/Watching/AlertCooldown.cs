namespace FaceMatch.Core.Watching;

/// <summary>Keeps one camera from repeating itself about a subject. Not thread-safe: one instance a camera.</summary>
public sealed class AlertCooldown(TimeSpan period)
{
    private readonly Dictionary<Guid, DateTimeOffset> _last = [];

    /// <summary>True when the subject may be alerted now; the cooldown then starts anew.</summary>
    public bool TryEnter(Guid subjectId, DateTimeOffset at)
    {
        if (_last.TryGetValue(subjectId, out DateTimeOffset last) && at - last < period) return false;
        _last[subjectId] = at;
        return true;
    }

    public void Forget(Guid subjectId) => _last.Remove(subjectId);
}
