using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index;

/// <summary>The index as a folder of files, which the next run maps instead of reading the truth again.</summary>
public sealed partial class ExactIndex
{
    private readonly Lock _saving = new();
    private readonly IndexFolder? _folder;
    private readonly RowAccess _access;

    /// <summary>Why the last page could not get a file; it is in memory only, and so not there after a restart. Null: all is well.</summary>
    public string? FileFault { get; private set; }

    /// <summary>
    /// Writes what changed since the last time. What a removal took away is gone from the files when this returns, except for
    /// the float32 rows that a search that began before is still reading (<see cref="ErasuresPending"/>).
    /// </summary>
    /// <param name="toDisk">Waits until the disk has it: after a removal. Else the system writes it when it likes.</param>
    /// <exception cref="IOException">The disk is full or gone. What was not written is tried again by the next call.</exception>
    public void Save(bool toDisk)
    {
        if (_folder is null)
            return;
        lock (_saving)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            // Marks are taken before the snapshot is held: a change that comes in between is in both or is marked again.
            var marked = _chain.Current.Pages.Select(view => view.Page).OfType<Page>().Where(page => page.TakeUnsaved()).ToList();
            var snapshot = _chain.Hold();
            using var cipher = _folder.NewCipher();
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
    private VectorRows NewRows(int page)
    {
        if (_folder is null)
            return new MemoryRows(_memory, _layout);
        try
        {
            return _folder.Create(page);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            FileFault = fault.Message;
            return new MemoryRows(_memory, _layout);
        }
    }
}
