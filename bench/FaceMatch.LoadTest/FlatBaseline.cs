using FaceMatch.Index.Faiss;

namespace FaceMatch.LoadTest;

/// <summary>Faiss's flat index by itself, with nothing of ours around it: what it is that we compare with.</summary>
internal sealed unsafe class FlatBaseline(int dimensions, int threads, int k) : IDisposable
{
    private readonly NativeIndex _index = NativeIndex.Create("Flat", dimensions, "");
    private float[] _scores = [];
    private long[] _ids = [];

    public void Add(long firstId, ReadOnlySpan<float[]> vectors)
    {
        var all = new float[vectors.Length * dimensions];
        var ids = new long[vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
        {
            vectors[i].CopyTo(all, i * dimensions);
            ids[i] = firstId + i;
        }

        fixed (float* rows = all)
            _index.Add(ids, rows, threads);
    }

    public void Search(ReadOnlySpan<float> queries)
    {
        var length = queries.Length / dimensions * k;
        if (_ids.Length < length)
            (_scores, _ids) = (new float[length], new long[length]);
        _index.Search(queries, k, _scores.AsSpan(0, length), _ids.AsSpan(0, length), threads);
    }

    public void Dispose() => _index.Dispose();
}
