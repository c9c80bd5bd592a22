namespace FaceMatch.Index.Faiss;

public sealed partial class FaissIndex
{
    private readonly bool _canRemove;

    public void Add(ReadOnlySpan<IndexEntry> entries)
    {
        CheckIds(entries);
        _gate.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _exact.Add(entries);
            Follow([], Ids(entries));
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    public int Remove(ReadOnlySpan<long> templateIds)
    {
        _gate.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var removed = _exact.Remove(templateIds);
            if (removed > 0)
                Follow(templateIds.ToArray(), []);
            return removed;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    public int Relabel(ReadOnlySpan<long> templateIds, IReadOnlyList<Guid> watchlists, DateTimeOffset searchableUntil)
    {
        // Lists and expiry are the exact index's alone: Faiss holds vectors and ids.
        _gate.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _exact.Relabel(templateIds, watchlists, searchableUntil);
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    public int ReplaceSubjects(ReadOnlySpan<Guid> subjects, ReadOnlySpan<IndexEntry> entries)
    {
        CheckIds(entries);
        _gate.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // Most replacements change a list or a date and no vector; those Faiss need not hear of.
            var added = new List<long>();
            var kept = new HashSet<long>();
            foreach (ref readonly var entry in entries)
            {
                if (_exact.Holds(entry.TemplateId, entry.Vector.Span))
                    kept.Add(entry.TemplateId);
                else
                    added.Add(entry.TemplateId);
            }

            var removed = _exact.TemplatesOf(subjects).Where(id => !kept.Contains(id)).ToArray();
            var before = _exact.ReplaceSubjects(subjects, entries);
            Follow(removed, [.. added]);
            return before;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Takes into Faiss what the exact index has just done.</summary>
    /// <param name="removed">May name templates that were not there.</param>
    private void Follow(long[] removed, long[] added)
    {
        _journal?.UnionWith(removed);
        _journal?.UnionWith(added);
        if (removed.Length > 0)
            ForgetSaved();
        if (_serving is { } serving)
        {
            try
            {
                var taken = TakeOut(serving, removed);
                PutIn(serving, added);
                Leave(_canRemove ? _leftovers + taken : serving.Count - Count);
            }
            catch (FaissException fault)
            {
                Fail(fault);
            }
        }

        StartDueWork();
    }

    /// <returns>How many it took out. A list or an array moves its last vector into the gap, and what lies behind its end
    /// is not erased until it is freed; a graph takes nothing out.</returns>
    private long TakeOut(NativeIndex index, long[] ids) => _canRemove && ids.Length > 0 ? index.Remove(FaissId.Of(ids)) : 0;

    /// <summary>Copies the vectors of those templates that are in the exact index.</summary>
    private unsafe void PutIn(NativeIndex index, ReadOnlySpan<long> ids)
    {
        if (ids.IsEmpty)
            return;
        var most = Math.Min(ids.Length, Chunk);
        var found = new long[most];
        using var block = _exact.Memory.Allocate((nuint)most * (nuint)Dimensions * sizeof(float));
        for (var first = 0; first < ids.Length; first += most)
        {
            _alive.Token.ThrowIfCancellationRequested();
            var some = ids.Slice(first, Math.Min(most, ids.Length - first));
            var count = _exact.CopyVectors(some, found, new Span<float>(block.Address, some.Length * Dimensions));
            for (var i = 0; i < count; i++)
                found[i] = FaissId.Of(found[i]);
            index.Add(found.AsSpan(0, count), (float*)block.Address, _options.EffectiveThreads);
        }
    }

    /// <summary>So many removed templates may have bytes inside Faiss; they are to be erased in time.</summary>
    private void Leave(long leftovers)
    {
        if (_leftovers == 0 && leftovers > 0)
        {
            if (!_canRemove)
                LogHidden(_logger, _options.Factory, _options.EffectiveEraseWithin);
            _erasure.Change(_options.EffectiveEraseWithin, Timeout.InfiniteTimeSpan);
        }

        Volatile.Write(ref _leftovers, leftovers);
    }

    /// <summary>From now on every search is exact, so nothing is missed, until a rebuild succeeds.</summary>
    private void Fail(FaissException fault)
    {
        LogFailed(_logger, _options.Factory, fault);
        Volatile.Write(ref _fault, fault.Message);
        _failedAt = Count;
        _serving?.Dispose();
        Volatile.Write(ref _serving, null);
    }

    private static long[] Ids(ReadOnlySpan<IndexEntry> entries)
    {
        var ids = new long[entries.Length];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = entries[i].TemplateId;
        return ids;
    }

    private static void CheckIds(ReadOnlySpan<IndexEntry> entries)
    {
        foreach (ref readonly var entry in entries)
        {
            if (!FaissId.Fits(entry.TemplateId))
                throw new ArgumentException($"Template id {entry.TemplateId} is beyond what Faiss has room for.", nameof(entries));
        }
    }
}
