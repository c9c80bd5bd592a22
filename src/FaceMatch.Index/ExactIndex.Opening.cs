using System.Security.Cryptography;
using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index;

public sealed partial class ExactIndex
{
    /// <summary>
    /// An index that keeps itself in a folder, with what is there already. Every byte of it is verified; a file that does not
    /// hold what was written is wiped and named in the report. What is in the folder may be older than the truth, which its owner
    /// tells by the note that it gave to <see cref="Save"/>. A folder that cannot be used, or that another index has, makes an empty index, which
    /// tries it again at every save.
    /// </summary>
    /// <exception cref="ArgumentException">The options are wrong, or the key is not 32 bytes.</exception>
    public static ExactIndex Open(int dimensions, IndexOptions options, NativePages memory, IndexFiles files, out IndexFilesReport report)
    {
        ArgumentNullException.ThrowIfNull(files);
        var index = new ExactIndex(dimensions, options, memory, files);
        try
        {
            report = index.Load();
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    private IndexFilesReport Load()
    {
        var faults = new List<string>();
        lock (_writing)
            Show(_folder!.Pages, faults);
        FileFault = _folder.Fault;
        return new IndexFilesReport(Count, [.. faults.Concat(new[] { _folder.Fault }.OfType<string>())], _folder.ReadNote());
    }

    /// <summary>Verifies on all processors, a few pages ahead of whoever takes them, in the order of their numbers.</summary>
    private IEnumerable<LoadedPage> Verified(IReadOnlyList<int> numbers, List<string> faults)
    {
        var attempts = numbers.AsParallel().AsOrdered()
            .WithDegreeOfParallelism(Math.Min(Environment.ProcessorCount, IndexOptions.MaxThreads))
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .Select(Attempt);
        foreach (var (number, page, fault) in attempts)
        {
            if (page is not null)
            {
                yield return page;
                continue;
            }

            var told = string.Join(' ', new[] { fault, WipeFault(number) }.OfType<string>());
            if (told.Length > 0)
                faults.Add(told);
        }
    }

    private (int Number, LoadedPage? Page, string? Fault) Attempt(int number)
    {
        try
        {
            return (number, LoadPage(number), null);
        }
        catch (AuthenticationTagMismatchException)
        {
            return (number, null, $"Page {number} is damaged, torn, or of other contents.");
        }
        catch (Exception fault) when (IndexFolder.IsOfDisk(fault))
        {
            return (number, null, fault.Message);
        }
    }

    private string? WipeFault(int page)
    {
        try
        {
            _folder!.Wipe(page);
            return null;
        }
        catch (Exception fault) when (IndexFolder.IsOfDisk(fault))
        {
            return $"It cannot be wiped: {fault.Message}";
        }
    }

    private LoadedPage? LoadPage(int number)
    {
        var rows = _folder!.Open(number);
        Page? page = null;
        try
        {
            if (rows.File.ReadSection() is not { } piece)
            {
                rows.Dispose();
                return null;
            }

            using var access = _folder.NewAccess(_memory);
            var section = new byte[piece.Length - PageCipher.Overhead];
            access.Cipher.Open(piece, PageSection.Associated(number), section);
            page = new Page(_memory, _layout, number, rows);
            var (live, sets) = PageSection.Read(section, page);
            Array.Clear(section);
            VerifyRows(page, live, access);
            return new LoadedPage(page, live, sets);
        }
        catch
        {
            if (page is null)
                rows.Dispose();
            else
                page.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Each row of a live slot opens. What another slot holds was never shown. A live slot without a row is of a template that was
    /// removed as the last run ended, between the zeroing of the row and the writing of the section.
    /// </summary>
    private unsafe void VerifyRows(Page page, ulong[] live, RowAccess access)
    {
        var view = new PageView(page, live, _layout.Slots, LiveCount: 0);
        for (var slot = 0; slot < _layout.Slots; slot++)
        {
            var written = page.Sealed!.File.Row(slot).ContainsAnyExcept((byte)0);
            if (written && view.Shows(slot))
                page.Vector(slot, access);
            else if (written || view.Shows(slot))
                Forget(page, live, slot);
        }
    }

    private static void Forget(Page page, ulong[] live, int slot)
    {
        live[slot / Kernels.VectorKernel.BlockRows] &= ~(1UL << (slot % Kernels.VectorKernel.BlockRows));
        page.Erase(slot);
        page.MarkUnsaved();
    }

    private void Show(IReadOnlyList<int> numbers, List<string> faults)
    {
        var views = new PageView[numbers.Count == 0 ? 0 : numbers.Max() + 1];
        _slotOfTemplate.EnsureCapacity(numbers.Count * _layout.Slots);
        _subjects.EnsureCapacity(numbers.Count * _layout.Slots);
        foreach (var (page, live, sets) in Verified(numbers, faults))
        {
            views[page.Index] = new PageView(page, live, Used: 0, LiveCount: 0);
            page.Used = Chain(views[page.Index], sets);
            var count = live.Sum(word => System.Numerics.BitOperations.PopCount(word));
            views[page.Index] = new PageView(page, live, page.Used, count);
            page.Listed = page.HasRoom;
            if (page.Listed)
                _roomy.Push(page);
        }

        for (var index = views.Length - 1; index >= 0; index--)
        {
            if (views[index].Page is null)
                _holes.Push(index);
        }

        if (views.Length > 0)
            _chain.Publish(new Snapshot(views, _labels.Publish(), version: 1, views.Sum(view => (long)view.LiveCount)), [], []);
    }

    /// <summary>Enters the slots of a page into the writer's tables.</summary>
    /// <returns>One past the last slot in use; the free ones below it can be written again.</returns>
    private unsafe int Chain(in PageView view, Guid[][] sets)
    {
        var page = view.Page!;
        var numbers = new int[sets.Length];
        Array.Fill(numbers, -1);
        var used = 0;
        for (var slot = 0; slot < _layout.Slots; slot++)
        {
            if (!view.Shows(slot))
                continue;
            // Two files that name one template are of different moments: the comparison with the truth will see it missing.
            if (!_slotOfTemplate.TryAdd(page.TemplateIds[slot], page.Index * _layout.Slots + slot))
            {
                Forget(page, view.Live, slot);
                continue;
            }

            ref var number = ref numbers[page.LabelSets[slot]];
            number = number < 0 ? _labels.Take(sets[page.LabelSets[slot]]) : _labels.TakeAgain(number);
            page.LabelSets[slot] = number;
            Chain(page, slot);
            for (; used < slot; used++)
                page.Free.Push(used);
            used = slot + 1;
        }

        return used;
    }

    private unsafe void Chain(Page page, int slot)
    {
        ref var enrolled = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_subjects, page.Subjects[slot], out var known);
        if (!known)
            enrolled = new Enrolled(_nextSubjectNumber++, FirstSlot: -1);
        page.SubjectNumbers[slot] = enrolled.Number;
        page.NextOfSubject[slot] = enrolled.FirstSlot;
        enrolled = enrolled with { FirstSlot = page.Index * _layout.Slots + slot };
    }

    private sealed record LoadedPage(Page Page, ulong[] Live, Guid[][] Sets);
}
