namespace FaceMatch.Index.TopK;

/// <summary>
/// The k best lower bounds seen so far, at most one a group. The last of k is a floor that the k-th true score cannot be
/// under, so whatever cannot reach it need not be looked at again. Not thread-safe; allocates only when it must grow.
/// </summary>
internal sealed class LowerBounds
{
    private float[] _bounds = [];
    private int[] _groups = [];
    private int _k;
    private int _count;

    public void Reset(int k)
    {
        if (_bounds.Length < k)
        {
            _bounds = new float[k];
            _groups = new int[k];
        }

        _k = k;
        _count = 0;
    }

    /// <summary>True when k groups are in, so that <see cref="Floor"/> stands.</summary>
    public bool Full => _count == _k;

    public float Floor => _bounds[_k - 1];

    public void Offer(float bound, int group)
    {
        if (_count == _k && bound <= _bounds[_k - 1])
            return;
        var at = group == BestHits.NoGroup ? -1 : _groups.AsSpan(0, _count).IndexOf(group);
        if (at >= 0)
        {
            if (bound <= _bounds[at])
                return;
        }
        else
        {
            at = _count < _k ? _count++ : _k - 1;
        }

        // Everything from the new place up to the one given up moves down by one.
        var to = Place(bound, at);
        Array.Copy(_bounds, to, _bounds, to + 1, at - to);
        Array.Copy(_groups, to, _groups, to + 1, at - to);
        _bounds[to] = bound;
        _groups[to] = group;
    }

    private int Place(float bound, int end)
    {
        int low = 0, high = end;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_bounds[middle] >= bound)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
