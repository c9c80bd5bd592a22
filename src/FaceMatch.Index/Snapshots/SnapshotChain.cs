using System.Collections.Concurrent;

namespace FaceMatch.Index.Snapshots;

/// <summary>
/// The current snapshot and its predecessors that somebody still reads. What a change took away is erased when every
/// snapshot up to the one it was taken from is drained: by the writer itself when nobody reads, else by the last reader
/// to leave. Nobody waits for anybody.
/// </summary>
internal sealed class SnapshotChain(Snapshot first)
{
    private readonly ConcurrentQueue<Snapshot> _retired = new();
    private readonly ConcurrentQueue<(Page Page, int Slot)> _erased = new();
    private readonly ConcurrentQueue<int> _holes = new();
    private Snapshot _current = first;
    private int _reclaimCalls;
    private long _pending;
    private long _erasedCount;

    public Snapshot Current => Volatile.Read(ref _current);

    /// <summary>Removed templates whose bytes are not zero yet, because a search that began before is still running.</summary>
    public long ErasuresPending => Volatile.Read(ref _pending);

    /// <summary>Templates whose bytes were zeroed since the index was made.</summary>
    public long Erased => Volatile.Read(ref _erasedCount);

    public Snapshot Hold()
    {
        while (true)
        {
            var snapshot = Volatile.Read(ref _current);
            if (snapshot.TryHold())
                return snapshot;
        }
    }

    public void Release(Snapshot snapshot)
    {
        if (snapshot.Release())
            Reclaim();
    }

    /// <summary>Called by one writer at a time.</summary>
    public void Publish(Snapshot next, List<(Page Page, int Slot)> retiredSlots, List<Page> retiredPages)
    {
        var previous = _current;
        previous.RetiredSlots = retiredSlots;
        previous.RetiredPages = retiredPages;
        Interlocked.Add(ref _pending, retiredSlots.Count);
        _retired.Enqueue(previous);
        Volatile.Write(ref _current, next);
        Release(previous);
    }

    /// <summary>A slot that was erased and may be written again.</summary>
    public bool TryTakeErased(out (Page Page, int Slot) slot) => _erased.TryDequeue(out slot);

    /// <summary>A place in the page table whose page is gone, and its file with it.</summary>
    public bool TryTakeHole(out int index) => _holes.TryDequeue(out index);

    private void Reclaim()
    {
        // One thread at a time works; whoever comes meanwhile leaves a tally that makes it go round again.
        if (Interlocked.Increment(ref _reclaimCalls) != 1)
            return;
        int seen;
        do
        {
            seen = Volatile.Read(ref _reclaimCalls);
            EraseDrained();
        }
        while (Interlocked.Add(ref _reclaimCalls, -seen) != 0);
    }

    private void EraseDrained()
    {
        while (_retired.TryPeek(out var oldest) && oldest.Drained)
        {
            _retired.TryDequeue(out _);
            foreach (var (page, slot) in oldest.RetiredSlots)
            {
                page.Erase(slot);
                page.MarkUnsaved();
                _erased.Enqueue((page, slot));
            }

            foreach (var page in oldest.RetiredPages)
            {
                page.Dispose();
                if (page.Dropped)
                    _holes.Enqueue(page.Index);
            }

            Interlocked.Add(ref _erasedCount, oldest.RetiredSlots.Count);
            Interlocked.Add(ref _pending, -oldest.RetiredSlots.Count);
            oldest.RetiredSlots = [];
            oldest.RetiredPages = [];
        }
    }
}
