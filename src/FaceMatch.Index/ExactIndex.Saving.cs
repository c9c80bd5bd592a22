using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index;

/// <summary>The index as a folder of files, which the next run maps instead of reading the truth again.</summary>
public sealed partial class ExactIndex
{
    private readonly Lock _saving = new();
    private readonly IndexFolder? _folder;
    private readonly RowAccess _access;

    /// <summary>
    /// Why not everything is in files: the disk is full, or the folder cannot be used. What is in memory only is searched like the
    /// rest, and not there after a restart. Null: all is well.
    /// </summary>
    public string? FileFault { get; private set; }

    /// <summary>
    /// Writes what changed since the last time. What a removal took away is gone from the files when this returns, except for
    /// the float32 rows that a search that began before is still reading (<see cref="ErasuresPending"/>).
    /// </summary>
    /// <param name="toDisk">Waits until the disk has it: after a removal. Else the system writes it when it likes.</param>
    /// <param name="note">Of the owner, to be found by <see cref="Open"/>; empty leaves the one before. It is written after all else, so
    /// the files hold at least what it speaks of.</param>
    /// <returns>False when not everything is in the files: <see cref="FileFault"/> says why, and the next call tries again.</returns>
    public bool Save(bool toDisk, ReadOnlySpan<byte> note = default)
    {
        if (_folder is null)
            return false;
        lock (_saving)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            try
            {
                var whole = GiveFiles();
                SavePages(_folder, toDisk);
                if (!whole)
                    return false;
                if (!note.IsEmpty)
                    _folder.WriteNote(note, toDisk);
                FileFault = null;
                return true;
            }
            catch (Exception fault) when (IndexFolder.IsOfDisk(fault))
            {
                FileFault = fault.Message;
                return false;
            }
        }
    }

    private void SavePages(IndexFolder folder, bool toDisk)
    {
        // Marks are taken before the snapshot is held: a change that comes in between is in both or is marked again.
        var marked = _chain.Current.Pages.Select(view => view.Page).OfType<Page>().Where(page => page.TakeUnsaved()).ToList();
        var snapshot = _chain.Hold();
        using var cipher = folder.NewCipher();
        try
        {
            for (var next = marked.Count - 1; next >= 0; next--)
            {
                var page = marked[next];
                if (page.Index < snapshot.Pages.Length && ReferenceEquals(snapshot.Pages[page.Index].Page, page))
                    SavePage(snapshot.Pages[page.Index], snapshot.Labels, cipher, toDisk);
                marked.RemoveAt(next);
            }
        }
        finally
        {
            foreach (var page in marked)
                page.MarkUnsaved();
            _chain.Release(snapshot);
        }
    }

    private static void SavePage(in PageView view, LabelTable labels, PageCipher cipher, bool toDisk)
    {
        if (view.Page!.Sealed is not { } rows)
            return;
        var section = PageSection.Write(view, labels);
        var piece = new byte[PageCipher.Overhead + section.Length];
        cipher.Seal(section, PageSection.Associated(view.Page.Index), piece);
        Array.Clear(section);
        rows.File.WriteSection(piece);
        if (toDisk)
            rows.File.Flush();
    }

    private RowAccess NewAccess() => _folder?.NewAccess(_memory) ?? new RowAccess(_memory, _layout, cipher: null);

    /// <summary>A page that gets no file is kept in memory: a full disk must not take a person off the list.</summary>
    private VectorRows NewRows(int page) => _folder is null ? new MemoryRows(_memory, _layout) : (VectorRows?)NewFile(page) ?? new MemoryRows(_memory, _layout);

    private SealedRows? NewFile(int page)
    {
        try
        {
            return _folder!.Create(page);
        }
        catch (Exception fault) when (IndexFolder.IsOfDisk(fault))
        {
            FileFault = fault.Message;
            return null;
        }
    }

    /// <summary>Pages that got no file when they were made get one now. Searches go on; writers wait for one page at a time.</summary>
    /// <returns>False when one gets none again.</returns>
    private bool GiveFiles()
    {
        for (var index = 0; index < _chain.Current.Pages.Length; index++)
        {
            lock (_writing)
            {
                var current = _chain.Current;
                if (index >= current.Pages.Length || current.Pages[index] is not { Page: { Sealed: null } page } view)
                    continue;
                if (NewFile(index) is not { } file)
                    return false;
                var moved = page.MoveTo(file, view, _memory, _access);
                PageView[] views = [.. current.Pages];
                views[index] = view with { Page = moved };
                _chain.Publish(new Snapshot(views, current.Labels, current.Version, current.Count), [], [page]);
                moved.MarkUnsaved();
                moved.Listed = moved.HasRoom;
                if (moved.Listed)
                    _roomy.Push(moved);
            }
        }

        return true;
    }
}
