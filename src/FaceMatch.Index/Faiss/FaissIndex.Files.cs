using FaceMatch.Index.Files;

namespace FaceMatch.Index.Faiss;

/// <summary>Keeping what Faiss learned and built over a restart. The exact index is filled from elsewhere, before.</summary>
public sealed partial class FaissIndex
{
    private readonly HashSet<IndexFiles> _saved = [];

    /// <summary>
    /// Writes what Faiss holds to a sealed file in the folder. Searches go on; writers wait. The file is wiped at the next
    /// removal, because it would still have what was removed.
    /// </summary>
    /// <returns>False, with nothing written, while Faiss is not in use or still holds removed templates.</returns>
    /// <exception cref="IOException">The disk is full or gone.</exception>
    public bool SaveFaiss(IndexFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        // Upgradeable: not beside a writer, and not beside another save.
        _gate.EnterUpgradeableReadLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_serving is not { } serving || _leftovers > 0)
                return false;
            SavedIndex.Write(files, serving, _options.Factory, Contents());
            _saved.Add(files);
            return true;
        }
        finally
        {
            _gate.ExitUpgradeableReadLock();
        }
    }

    /// <summary>
    /// Takes a saved index into use. What changed since it was saved is put right from the exact index: vectors that are
    /// other or new are added, those that are gone taken out (or the index built anew, where its type cannot).
    /// </summary>
    /// <returns>False when there is none, when it is torn, damaged or of another type (the log says which; it is wiped at the next
    /// removal like one that is used), and when one is being built already.</returns>
    public bool TryLoadFaiss(IndexFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        _gate.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_working || !SavedIndex.IsIn(files))
                return false;
            _saved.Add(files);
            try
            {
                Adopt(files);
                return true;
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or FaissException)
            {
                LogNotLoaded(_logger, _options.Factory, files.Folder, fault.Message);
                return false;
            }
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    /// <summary>Leaves nothing of what an index that is searched another way now saved there.</summary>
    public static void WipeSaved(IndexFiles files) => SavedIndex.Wipe(files);

    private void Adopt(IndexFiles files)
    {
        var (index, then) = SavedIndex.Read(files, _options.Factory, Dimensions);
        try
        {
            var now = Contents();
            var gone = then.Where(pair => !now.TryGetValue(pair.Key, out var hash) || hash != pair.Value).Select(pair => pair.Key).ToArray();
            var fresh = now.Where(pair => !then.TryGetValue(pair.Key, out var hash) || hash != pair.Value).Select(pair => pair.Key).ToArray();
            index.Set(_options.EffectiveSettings);
            var taken = TakeOut(index, gone);
            PutIn(index, fresh);
            _serving?.Dispose();
            Volatile.Write(ref _serving, index);
            (_trainedOn, _recall, _fault) = (Math.Max(_trainedOn, then.Count), null, null);
            Leave(_canRemove ? _leftovers + taken : index.Count - Count);
        }
        catch
        {
            index.Dispose();
            throw;
        }

        if (_leftovers > 0)
            ForgetSaved();
        StartDueWork();
    }

    /// <summary>Every template with a hash of its vector, to tell later which have changed.</summary>
    private Dictionary<long, ulong> Contents()
    {
        var ids = _exact.TemplateIds();
        var contents = new Dictionary<long, ulong>(ids.Length);
        var (found, vectors) = (new long[Chunk], new float[Chunk * Dimensions]);
        for (var first = 0; first < ids.Length; first += Chunk)
        {
            var count = _exact.CopyVectors(ids.AsSpan(first, Math.Min(Chunk, ids.Length - first)), found, vectors);
            for (var i = 0; i < count; i++)
                contents.Add(found[i], SavedIndex.HashOf(vectors.AsSpan(i * Dimensions, Dimensions)));
        }

        Array.Clear(vectors);
        return contents;
    }

    private void ForgetSaved()
    {
        foreach (var files in _saved)
            WipeSaved(files);
        _saved.Clear();
    }
}
