namespace FaceMatch.Index.TopK;

/// <param name="Slot">Global slot in the snapshot of the search.</param>
/// <param name="Group">Subject number or slot: what may appear once.</param>
internal readonly record struct RankedHit(float Score, long TemplateId, int Slot, int Group)
{
    /// <summary>Higher score first; equal scores by lower template id, so that an answer is the same on every run.</summary>
    public bool Beats(in RankedHit other) =>
        Score > other.Score || (Score == other.Score && TemplateId < other.TemplateId);
}

/// <summary>The k best exact hits, best first, at most one a group. Not thread-safe; allocates only when it must grow.</summary>
internal sealed class BestHits
{
    /// <summary>The group of what need not be unique.</summary>
    public const int NoGroup = -1;

    private RankedHit[] _hits = [];
    private int _k;
    private int _count;

    public void Reset(int k)
    {
        if (_hits.Length < k)
            _hits = new RankedHit[k];
        _k = k;
        _count = 0;
    }

    public bool Full => _count == _k;

    public float Worst => _hits[_count - 1].Score;

    public ReadOnlySpan<RankedHit> Hits => _hits.AsSpan(0, _count);

    public void Offer(in RankedHit hit)
    {
        if (_count == _k && !hit.Beats(_hits[_k - 1]))
            return;
        var at = hit.Group == NoGroup ? -1 : IndexOfGroup(hit.Group);
        if (at >= 0)
        {
            if (!hit.Beats(_hits[at]))
                return;
        }
        else
        {
            at = _count < _k ? _count++ : _k - 1;
        }

        while (at > 0 && hit.Beats(_hits[at - 1]))
        {
            _hits[at] = _hits[at - 1];
            at--;
        }

        _hits[at] = hit;
    }

    private int IndexOfGroup(int group)
    {
        for (var i = 0; i < _count; i++)
        {
            if (_hits[i].Group == group)
                return i;
        }

        return -1;
    }
}
