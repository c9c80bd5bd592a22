using System.Numerics;
using FaceMatch.Index.Files;
using FaceMatch.Index.Kernels;
using FaceMatch.Index.Snapshots;
using FaceMatch.Index.TopK;

namespace FaceMatch.Index.Exact;

/// <summary>Ranks what another index proposes as a scan would: same filters, same scores. Reused; not thread-safe.</summary>
internal sealed unsafe class CandidateRanker(VectorKernel kernel, PageLayout layout, RowAccess access) : IDisposable
{
    private readonly BestHits _hits = new();
    private readonly float[] _query = new float[layout.FloatStride];
    private byte[] _allowed = [];
    private Snapshot _snapshot = null!;
    private HitGroup _group;
    private bool _filtered;
    private long _at;
    private float _minimum;
    private int _k;

    public ReadOnlySpan<RankedHit> Hits => _hits.Hits;

    public bool Full => _hits.Full;

    public void Prepare(Snapshot snapshot, in SearchFilter filter, int k, HitGroup group)
    {
        _snapshot = snapshot;
        _group = group;
        _k = k;
        _at = filter.At.UtcTicks;
        _minimum = filter.MinimumScore <= -1 ? float.NegativeInfinity : filter.MinimumScore;
        _filtered = filter.Watchlists is not null;
        if (filter.Watchlists is not { } lists)
            return;
        if (_allowed.Length < snapshot.Labels.SetCount)
            _allowed = new byte[BitOperations.RoundUpToPowerOf2((uint)snapshot.Labels.SetCount)];
        snapshot.Labels.Allow(lists, _allowed);
    }

    public void Begin(ReadOnlySpan<float> query)
    {
        query.CopyTo(_query);
        _hits.Reset(_k);
    }

    public void Offer(int globalSlot)
    {
        var page = _snapshot.Pages[globalSlot / layout.Slots].Page!;
        var slot = globalSlot % layout.Slots;
        if (page.SearchableUntil[slot] <= _at || (_filtered && _allowed[page.LabelSets[slot]] == 0))
            return;
        float score;
        fixed (float* query = _query)
            score = kernel.Dot(query, page.Vector(slot, access), layout.FloatStride);
        if (score < _minimum)
            return;
        var group = _group == HitGroup.Subject ? page.SubjectNumbers[slot] : BestHits.NoGroup;
        _hits.Offer(new RankedHit(score, page.TemplateIds[slot], globalSlot, group));
    }

    /// <summary>A probe that found nothing must leave no trace.</summary>
    public void Clear()
    {
        Array.Clear(_query);
        access.Clear();
        _snapshot = null!;
    }

    public void Dispose() => access.Dispose();
}
