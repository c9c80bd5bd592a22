using System.Numerics;
using System.Runtime.CompilerServices;
using FaceMatch.Index.Files;
using FaceMatch.Index.Kernels;
using FaceMatch.Index.Snapshots;
using FaceMatch.Index.TopK;

namespace FaceMatch.Index.Exact;

internal enum ScanMode
{
    /// <summary>int8 scan, float32 ranking of what the bound cannot exclude.</summary>
    Screened,

    /// <summary>Every float32 row: the definition of the right answer, and the cost of getting it that way.</summary>
    Float32,

    /// <summary>Reads the int8 rows and does nothing: how fast this memory is.</summary>
    ReadOnly,
}

/// <summary>
/// One search, run by its caller and by as many pool threads as come in time: pages are taken from a common counter, so a
/// helper that comes late or never costs nothing. Made once, reused, allocates nothing in between.
/// </summary>
internal sealed unsafe partial class ScanJob(VectorKernel kernel, PageLayout layout, int threads, NativePages memory, Func<RowAccess> access)
    : IThreadPoolWorkItem, IDisposable
{
    /// <summary>A fourth of <see cref="VectorKernel.BlockRows"/>; well above the few rows of a usual block, well below the most of one that nothing has narrowed yet.</summary>
    private const int ManyOfBlock = VectorKernel.BlockRows / 4;

    private readonly ScanLane[] _lanes = CreateLanes(threads, access);
    private NativeBlock? _queryMemory;
    private int _queryCapacity;
    private sbyte* _coarseCodes;
    private int* _coarseSums;
    private short* _codes;
    private float* _floats;
    private ScreenTerms[] _coarseTerms = [];
    private ScreenTerms[] _terms = [];
    private float[] _floors = [];
    private byte[] _allowed = [];

    private Snapshot _snapshot = null!;
    private ScanMode _mode;
    private HitGroup _group;
    private bool _filtered;
    private long _at;
    private float _minimum;
    private int _queryCount;
    private int _k;
    private int _nextPage;
    private CancellationToken _cancellation;

    /// <summary>Takes the queries in; their memory is zeroed again by <see cref="Clear"/>.</summary>
    public void Prepare(
        Snapshot snapshot, ReadOnlySpan<float> queries, in SearchFilter filter, int k, HitGroup group, ScanMode mode)
    {
        var dimensions = layout.Dimensions;
        _snapshot = snapshot;
        _mode = mode;
        _group = group;
        _k = k;
        _queryCount = queries.Length / dimensions;
        _at = filter.At.UtcTicks;
        _minimum = filter.MinimumScore <= -1 ? float.NegativeInfinity : filter.MinimumScore;
        EnsureQueries(_queryCount);

        for (var i = 0; i < _queryCount; i++)
        {
            var query = queries.Slice(i * dimensions, dimensions);
            var floats = new Span<float>(_floats + (nint)i * layout.FloatStride, layout.FloatStride);
            query.CopyTo(floats);
            floats[dimensions..].Clear();
            (_coarseTerms[i], _coarseSums[i]) = Quantizer.QuantizeCoarsely(query, new Span<sbyte>(_coarseCodes + (nint)i * layout.Stride, layout.Stride));
            _terms[i] = Quantizer.QuantizeQuery(query, new Span<short>(_codes + (nint)i * layout.Stride, layout.Stride));
            _floors[i] = _minimum;
        }

        _filtered = filter.Watchlists is not null;
        if (filter.Watchlists is { } lists)
        {
            if (_allowed.Length < snapshot.Labels.SetCount)
                _allowed = new byte[BitOperations.RoundUpToPowerOf2((uint)snapshot.Labels.SetCount)];
            snapshot.Labels.Allow(lists, _allowed);
        }
    }

    /// <summary>A probe that found nothing must leave no trace.</summary>
    public void Clear()
    {
        if (_queryMemory is { } block)
            NativePages.Zero(block.Address, block.Length);
        foreach (var lane in _lanes)
            lane.Access.Clear();
        _snapshot = null!;
        _cancellation = default;
    }

    internal ReadOnlySpan<byte> QueryMemory() =>
        _queryMemory is { } block ? new ReadOnlySpan<byte>(block.Address, (int)block.Length) : [];

    public void Dispose()
    {
        _queryMemory?.Dispose();
        foreach (var lane in _lanes)
            lane.Dispose();
    }

    private void ScanPages(ScanLane lane)
    {
        lane.Reset(_queryCount, _k);
        var pages = _snapshot.Pages;
        while (!_cancellation.IsCancellationRequested)
        {
            var next = Interlocked.Increment(ref _nextPage) - 1;
            if (next >= pages.Length)
                return;
            if (pages[next].Page is null)
                continue;
            switch (_mode)
            {
                case ScanMode.Screened:
                    Screen(lane, pages[next]);
                    break;
                case ScanMode.Float32:
                    ScanFloats(lane, pages[next]);
                    break;
                default:
                    lane.Dots[0] = (int)VectorKernel.Touch((byte*)pages[next].Page!.Rows, (nuint)pages[next].Used * (nuint)layout.Stride);
                    break;
            }
        }
    }

    [SkipLocalsInit]
    private void Screen(ScanLane lane, in PageView view)
    {
        var page = view.Page!;
        var dots = (int*)Unsafe.AsPointer(ref lane.Dots[0]);
        var queries = new CoarseQueries(_coarseCodes, _coarseSums, _queryCount);
        for (var first = 0; first < view.Used; first += VectorKernel.BlockRows)
        {
            var live = view.Live[first / VectorKernel.BlockRows];
            if (live == 0)
                continue;
            var rows = Math.Min(VectorKernel.BlockRows, view.Used - first);
            kernel.Dot(queries, page.Rows + (nint)first * layout.Stride, rows, layout.Stride, dots);
            for (var query = 0; query < _queryCount; query++)
            {
                var row = dots + query * VectorKernel.BlockRows;
                var mask = live & kernel.Screen(
                    row, page.Scales + first, page.Radii + first, _coarseTerms[query], Volatile.Read(ref _floors[query]));
                if (mask != 0)
                    Consider(lane, query, page, first, mask);
            }
        }
    }

    private void Consider(ScanLane lane, int query, Page page, int first, ulong mask)
    {
        var found = lane[query];
        ref readonly var terms = ref _terms[query];
        // A row just scanned is in the cache, what it is labelled with is not. One label fetched costs more than a few rows met again; but
        // where most of a block is left, as while a list has not yet filled the answer, its labels come together and the rows cost more.
        var labelsFirst = BitOperations.PopCount(mask) >= ManyOfBlock;
        for (; mask != 0; mask &= mask - 1)
        {
            var slot = first + BitOperations.TrailingZeroCount(mask);
            if (labelsFirst && !Eligible(page, slot))
                continue;
            var dot = kernel.Dot(_codes + (nint)query * layout.Stride, page.Rows + (nint)slot * layout.Stride, layout.Stride);
            var cosine = dot * (page.Scales[slot] * terms.QueryScale);
            var margin = page.Radii[slot] * terms.RadiusFactor + terms.Slack;
            var upper = cosine + margin;
            if (upper < _floors[query] || (!labelsFirst && !Eligible(page, slot)))
                continue;

            if (found.IsFull)
                MakeRoom(lane, query);
            found.Add(page.Index * layout.Slots + slot, upper);
            found.Lower.Offer(cosine - margin, GroupOf(page, slot));
            if (found.Lower.Full)
                RaiseFloor(query, found.Lower.Floor);
        }
    }

    /// <summary>Only a crowd of near-ties fills the list: then what is in it is ranked now, and memory stays bounded.</summary>
    private void MakeRoom(ScanLane lane, int query)
    {
        var found = lane[query];
        found.KeepFrom(_floors[query]);
        if (found.Count <= found.Slots.Length / 2)
            return;
        for (var i = 0; i < found.Count; i++)
            RankExactly(found.Exact, query, found.Slots[i], lane.Access);
        found.Count = 0;
        if (found.Exact.Full)
            RaiseFloor(query, found.Exact.Worst);
    }

    private void ScanFloats(ScanLane lane, in PageView view)
    {
        var page = view.Page!;
        for (var first = 0; first < view.Used; first += VectorKernel.BlockRows)
        {
            for (var mask = view.Live[first / VectorKernel.BlockRows]; mask != 0; mask &= mask - 1)
            {
                var slot = first + BitOperations.TrailingZeroCount(mask);
                if (!Eligible(page, slot))
                    continue;
                for (var query = 0; query < _queryCount; query++)
                    RankExactly(lane[query].Exact, query, page.Index * layout.Slots + slot, lane.Access);
            }
        }
    }

    private void RankExactly(BestHits hits, int query, int globalSlot, RowAccess access)
    {
        var page = _snapshot.Pages[globalSlot / layout.Slots].Page!;
        var slot = globalSlot % layout.Slots;
        var score = kernel.Dot(
            _floats + (nint)query * layout.FloatStride, page.Vector(slot, access), layout.FloatStride);
        if (score >= _minimum)
            hits.Offer(new RankedHit(score, page.TemplateIds[slot], globalSlot, GroupOf(page, slot)));
    }

    private bool Eligible(Page page, int slot) =>
        page.SearchableUntil[slot] > _at && (!_filtered || _allowed[page.LabelSets[slot]] != 0);

    /// <summary>Templates are their own group: no need to look whether one is there already.</summary>
    private int GroupOf(Page page, int slot) =>
        _group == HitGroup.Subject ? page.SubjectNumbers[slot] : BestHits.NoGroup;

    private void RaiseFloor(int query, float floor)
    {
        var seen = Volatile.Read(ref _floors[query]);
        while (floor > seen)
        {
            var before = Interlocked.CompareExchange(ref _floors[query], floor, seen);
            if (before.Equals(seen))
                return;
            seen = before;
        }
    }

    private void EnsureQueries(int count)
    {
        if (count <= _queryCapacity)
            return;
        _queryMemory?.Dispose();
        var perQuery = layout.Stride * (sizeof(sbyte) + sizeof(short)) + layout.FloatStride * sizeof(float) + sizeof(int);
        _queryMemory = memory.Allocate((nuint)(count * perQuery));
        _floats = (float*)_queryMemory.Address;
        _codes = (short*)(_floats + (nint)count * layout.FloatStride);
        _coarseCodes = (sbyte*)(_codes + (nint)count * layout.Stride);
        _coarseSums = (int*)(_coarseCodes + (nint)count * layout.Stride);
        _queryCapacity = count;
        _coarseTerms = new ScreenTerms[count];
        _terms = new ScreenTerms[count];
        _floors = new float[count];
    }

    private static ScanLane[] CreateLanes(int threads, Func<RowAccess> access)
    {
        var lanes = new ScanLane[threads];
        for (var i = 0; i < threads; i++)
            lanes[i] = new ScanLane(access());
        return lanes;
    }
}
