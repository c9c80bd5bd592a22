using FaceMatch.Index.Files;
using FaceMatch.Index.TopK;

namespace FaceMatch.Index.Exact;

internal sealed unsafe partial class ScanJob
{
    /// <summary>Bit of <see cref="_door"/> that lets helpers in; the bits below count those inside.</summary>
    private const int Open = 1 << 30;

    private int _door;
    private int _nextLane;
    private int _helpersQueued;
    private Exception? _fault;

    /// <summary>Scans with the caller's thread and whatever helpers turn up, then ranks. Returns with no helper inside.</summary>
    public void Run(CancellationToken cancellationToken)
    {
        _cancellation = cancellationToken;
        _fault = null;
        _nextPage = 0;
        _nextLane = 1;
        Volatile.Write(ref _door, Open);
        try
        {
            CallHelpers();
            ScanPages(_lanes[0]);
        }
        finally
        {
            CloseAndWait();
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (_fault is IndexFileException damaged)
            throw new IndexFileException(damaged.Message, damaged);
        if (_fault is { } fault)
            throw new InvalidOperationException("A helper thread of the search failed.", fault);
        if (_mode != ScanMode.ReadOnly)
            RankAll();
    }

    /// <summary>Best first; valid until the job is prepared again.</summary>
    public ReadOnlySpan<RankedHit> HitsOf(int query) => _lanes[0][query].Exact.Hits;

    /// <summary>A helper. One that was queued for an earlier search of this job helps the present one as well.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _helpersQueued);
        if (!TryEnter())
            return;
        try
        {
            var lane = Interlocked.Increment(ref _nextLane) - 1;
            if (lane < _lanes.Length)
                ScanPages(_lanes[lane]);
        }
        catch (Exception fault)
        {
            _fault = fault;
        }
        finally
        {
            Interlocked.Decrement(ref _door);
        }
    }

    private void CallHelpers()
    {
        var wanted = Math.Min(_lanes.Length, _snapshot.Pages.Length) - 1;
        while (Volatile.Read(ref _helpersQueued) < wanted)
        {
            Interlocked.Increment(ref _helpersQueued);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private bool TryEnter()
    {
        var seen = Volatile.Read(ref _door);
        while ((seen & Open) != 0)
        {
            var before = Interlocked.CompareExchange(ref _door, seen + 1, seen);
            if (before == seen)
                return true;
            seen = before;
        }

        return false;
    }

    private void CloseAndWait()
    {
        Interlocked.And(ref _door, ~Open);
        // A helper is at most one page behind, some tens of microseconds: not worth an event.
        var spinner = new SpinWait();
        while (Volatile.Read(ref _door) != 0)
            spinner.SpinOnce(sleep1Threshold: -1);
    }

    /// <summary>
    /// Ranks the candidates by float32, most promising first, until the best that could follow cannot enter: then the k
    /// hits are those of a float32 scan, ties included.
    /// </summary>
    private void RankAll()
    {
        var lanes = Math.Min(Volatile.Read(ref _nextLane), _lanes.Length);
        for (var query = 0; query < _queryCount; query++)
        {
            var exact = _lanes[0][query].Exact;
            for (var lane = 1; lane < lanes; lane++)
            {
                foreach (ref readonly var hit in _lanes[lane][query].Exact.Hits)
                    exact.Offer(hit);
            }

            for (var lane = 0; lane < lanes; lane++)
                Rank(_lanes[lane][query], query, exact);
        }
    }

    private void Rank(QueryLane found, int query, BestHits exact)
    {
        found.KeepFrom(_floors[query]);
        var uppers = found.Uppers.AsSpan(0, found.Count);
        uppers.Sort(found.Slots.AsSpan(0, found.Count));
        for (var i = found.Count - 1; i >= 0; i--)
        {
            if (exact.Full && uppers[i] < exact.Worst)
                return;
            RankExactly(exact, query, found.Slots[i], _lanes[0].Access);
        }
    }
}
