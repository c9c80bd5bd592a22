namespace FaceMatch.Index.Faiss;

/// <summary>What Faiss proposes for some queries: template ids, nearest first by its own reckoning. Reused; not thread-safe.</summary>
internal sealed class Proposals
{
    private float[] _scores = [];
    private long[] _ids = [];
    private int[] _returned = [];
    private int _fetched;
    private long _total;

    /// <param name="fetched">Ids to ask for, of each query.</param>
    public void Find(NativeIndex index, ReadOnlySpan<float> queries, int fetched, int threads)
    {
        (_fetched, _total) = (fetched, index.Count);
        var length = queries.Length / index.Dimensions * fetched;
        if (_ids.Length < length)
            (_scores, _ids) = (new float[length], new long[length]);
        index.Search(queries, fetched, _scores.AsSpan(0, length), _ids.AsSpan(0, length), threads);

        var count = length / fetched;
        if (_returned.Length < count)
            _returned = new int[count];
        for (var place = 0; place < count; place++)
        {
            // Faiss fills up with -1.
            var none = _ids.AsSpan(place * fetched, fetched).IndexOf(-1);
            _returned[place] = none < 0 ? fetched : none;
        }
    }

    /// <summary>Whether Faiss found as many as were asked for, so that there may be more.</summary>
    public bool Filled(int place) => _returned[place] == _fetched;

    /// <summary>Whether nothing is left that was not proposed.</summary>
    public bool SawAll(int place) => _returned[place] >= _total;

    /// <summary>The lowest score that Faiss gave any of them.</summary>
    public float Lowest(int place) =>
        _returned[place] is > 0 and var returned ? _scores[place * _fetched + returned - 1] : float.NegativeInfinity;

    /// <summary>Call once a place. The templates in ascending order, each once: a graph may hold an older vector of the same template.</summary>
    public ReadOnlySpan<long> Distinct(int place)
    {
        var ids = _ids.AsSpan(place * _fetched, _returned[place]);
        for (var i = 0; i < ids.Length; i++)
            ids[i] = FaissId.Template(ids[i]);
        ids.Sort();
        var unique = 0;
        foreach (var id in ids)
        {
            if (unique == 0 || ids[unique - 1] != id)
                ids[unique++] = id;
        }

        return ids[..unique];
    }

    /// <summary>Whom a probe resembled is nobody's business after the search.</summary>
    public void Clear()
    {
        Array.Clear(_ids);
        Array.Clear(_scores);
    }
}
