using FaceMatch.Index.Files;
using FaceMatch.Index.TopK;

namespace FaceMatch.Index.Exact;

/// <summary>What one thread of a search finds for one query. Reused from search to search.</summary>
internal sealed class QueryLane
{
    /// <summary>Candidates kept before they are ranked exactly: over ten times what a million templates give at k = 20.</summary>
    private const int BaseCapacity = 1024;

    public int[] Slots { get; private set; } = [];

    public float[] Uppers { get; private set; } = [];

    public int Count { get; set; }

    public LowerBounds Lower { get; } = new();

    public BestHits Exact { get; } = new();

    public bool IsFull => Count == Slots.Length;

    public void Reset(int k)
    {
        var capacity = BaseCapacity + 4 * k;
        if (Slots.Length < capacity)
        {
            Slots = new int[capacity];
            Uppers = new float[capacity];
        }

        Count = 0;
        Lower.Reset(k);
        Exact.Reset(k);
    }

    public void Add(int slot, float upper)
    {
        Slots[Count] = slot;
        Uppers[Count++] = upper;
    }

    /// <summary>Forgets the candidates that cannot reach the floor.</summary>
    public void KeepFrom(float floor)
    {
        var kept = 0;
        for (var i = 0; i < Count; i++)
        {
            if (Uppers[i] < floor)
                continue;
            Slots[kept] = Slots[i];
            Uppers[kept++] = Uppers[i];
        }

        Count = kept;
    }
}

/// <summary>The working memory of one thread of a search.</summary>
internal sealed class ScanLane(RowAccess access) : IDisposable
{
    private QueryLane[] _queries = [];

    public RowAccess Access { get; } = access;

    public int[] Dots { get; private set; } = [];

    public QueryLane this[int query] => _queries[query];

    public void Reset(int queryCount, int k)
    {
        if (_queries.Length < queryCount)
        {
            var before = _queries.Length;
            Array.Resize(ref _queries, queryCount);
            for (var i = before; i < queryCount; i++)
                _queries[i] = new QueryLane();
            // Pinned once instead of at each search: kernels take addresses.
            Dots = GC.AllocateUninitializedArray<int>(queryCount * Kernels.VectorKernel.BlockRows, pinned: true);
        }

        for (var i = 0; i < queryCount; i++)
            _queries[i].Reset(k);
    }

    public void Dispose() => Access.Dispose();
}
