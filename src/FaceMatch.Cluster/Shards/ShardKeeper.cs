using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using FaceMatch.Core.Galleries;
using FaceMatch.Index.Faiss;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cluster.Shards;

/// <summary>
/// Keeps one copy of a shard in its files: what was removed goes from them at once, the rest follows in the background. It never stops
/// the copy: what the disk does not take is in memory, is said to be, and is tried again.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "A semaphore whose wait handle nobody asks for holds nothing to be freed.")]
internal sealed partial class ShardKeeper(ShardKey key, StoredIndex stored, IGallerySource source, TimeProvider time, ILogger<ShardKeeper> logger)
{
    /// <summary>What a restart reads again of the truth is the changes of so long at most; each save writes whole pages.</summary>
    internal static readonly TimeSpan BetweenSaves = TimeSpan.FromMinutes(1);

    /// <summary>Who waits for a removal waits no longer for a save that runs, of a shard just read; the next look has it gone.</summary>
    private static readonly TimeSpan EraseWithin = TimeSpan.FromMilliseconds(500);

    private readonly SemaphoreSlim _saving = new(1);
    private long _savedSeen = -1;
    private long? _lastTry;
    private bool _erasuresDue;
    private bool _complained;

    /// <summary>Why the copy is not, or not wholly, in files; null when all is well.</summary>
    public string? Fault => stored.Exact.FileFault;

    /// <summary>How far an earlier run had read when it wrote the files, where they are whole; else why they are not, if there are any.</summary>
    public (ShardNote? Note, string? Reason) ReadNote()
    {
        var found = stored.Found!;
        if (Fault is not null)
        {
            Complain();
            return (null, null);
        }

        if (found.Faults.Count > 0)
            return (null, string.Join(' ', found.Faults));
        if (!found.Note.IsEmpty)
            return (JsonSerializer.Deserialize<ShardNote>(found.Note.Span), null);
        return (null, found.Templates > 0 ? "It is not known how far they had read." : null);
    }

    /// <summary>The index was changed.</summary>
    /// <param name="removed">Templates that are there no more, or in another place.</param>
    public void Follow(int removed)
    {
        if (removed > 0)
            Volatile.Write(ref _erasuresDue, true);
    }

    /// <summary>Returns when what was removed from the index is gone from the files as well, or when another save takes too long.</summary>
    public async Task EraseAsync(CancellationToken cancellationToken)
    {
        if (!Volatile.Read(ref _erasuresDue))
            return;
        if (!await _saving.WaitAsync(EraseWithin, cancellationToken))
            return;
        try
        {
            if (Volatile.Read(ref _erasuresDue))
                await Task.Run(() => Save(note: null), cancellationToken);
        }
        finally
        {
            _saving.Release();
        }
    }

    /// <summary>Writes what is due to be written.</summary>
    /// <param name="seen">Version of the truth that the copy had read to before the call.</param>
    public async Task KeepAsync(long seen, CancellationToken cancellationToken)
    {
        if (seen == Volatile.Read(ref _savedSeen) && Fault is null || _lastTry is { } last && time.GetElapsedTime(last) < BetweenSaves)
        {
            await EraseAsync(cancellationToken);
            return;
        }

        _lastTry = time.GetTimestamp();
        await SaveAsync(seen, cancellationToken);
    }

    /// <summary>Writes everything, for the next run to go on from.</summary>
    public async Task CloseAsync(long seen, CancellationToken cancellationToken)
    {
        await SaveAsync(seen, cancellationToken);
        if (stored.Index is FaissIndex faiss && Fault is null)
            await Task.Run(() => SaveFaiss(faiss), cancellationToken);
    }

    [SuppressMessage("Design", "CA1031", Justification = "Without a mark of the truth the note from before stands, from which more is read again.")]
    private async Task SaveAsync(long seen, CancellationToken cancellationToken)
    {
        await _saving.WaitAsync(cancellationToken);
        try
        {
            ShardNote? note = null;
            try
            {
                // After what was read: everything in the files lies behind the mark.
                note = new ShardNote(seen, await source.MarkAsync(cancellationToken));
            }
            catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
            {
                LogUnmarked(logger, key, fault.GetType().Name);
            }

            await Task.Run(() => Save(note), cancellationToken);
        }
        finally
        {
            _saving.Release();
        }
    }

    private void Save(ShardNote? note)
    {
        Volatile.Write(ref _erasuresDue, false);
        var whole = stored.Exact.Save(toDisk: true, note is null ? [] : JsonSerializer.SerializeToUtf8Bytes(note));
        // A search that began before may still read what was removed; its bytes go when it ends, and their files then.
        if (!whole || stored.Exact.ErasuresPending > 0)
            Volatile.Write(ref _erasuresDue, true);
        if (whole && note is not null)
            Volatile.Write(ref _savedSeen, note.Seen);
        if (!whole)
            Complain();
        else if (_complained)
            LogKeptAgain(logger, key);
        _complained = !whole;
    }

    private void SaveFaiss(FaissIndex faiss)
    {
        try
        {
            faiss.SaveFaiss(stored.Files!);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, key, fault.Message);
        }
    }

    /// <summary>Once, not at every try.</summary>
    private void Complain()
    {
        if (!_complained)
            LogNotKept(logger, key, Fault!);
        _complained = true;
    }
}

/// <summary>What the files of a shard have seen of the truth.</summary>
/// <param name="Seen">Version up to which every change of the part is in them.</param>
/// <param name="Mark">Moment of the truth's history that lies behind everything in them.</param>
internal sealed record ShardNote(long Seen, string Mark);
