using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;
using CsCheck;
using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests;

/// <summary>The index as files: nothing in the clear, nothing left of what was removed, nothing believed that was not written.</summary>
public sealed class FileTests : IDisposable
{
    private const int Dimensions = 64;
    private const int Count = 150;

    private readonly TestFolder _folder = new();
    private readonly NativePages _memory = new();
    private readonly float[][] _vectors = [.. Enumerable.Range(0, Count).Select(i => Vectors.Random(new Random(i), Dimensions))];

    public void Dispose()
    {
        Assert.Equal(0, _memory.Blocks);
        _folder.Dispose();
    }

    [Fact]
    public void What_lies_on_the_disk_shows_neither_a_vector_nor_whose_it_is()
    {
        Build();
        Assert.All(_vectors, vector => Assert.False(_folder.Holds(MemoryMarshal.AsBytes(vector.AsSpan(0, 4)))));
        Assert.All(Enumerable.Range(0, Count), i => Assert.False(_folder.Holds(Vectors.Subject(i).ToByteArray())));
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_folder.Pages[0]));
    }

    [Fact]
    public void A_removed_template_is_gone_from_the_files_when_the_save_after_it_returns()
    {
        Build();
        using var index = _folder.Open(Dimensions, _memory, out _);
        var row = SealedRow(index, 17);
        var neighbour = SealedRow(index, 18);
        Assert.True(_folder.Holds(row));

        index.Remove([17]);
        index.Save(toDisk: true);

        Assert.False(_folder.Holds(row));
        Assert.True(_folder.Holds(neighbour));
    }

    [Fact]
    public void A_removal_that_a_search_held_up_is_made_good_on_the_disk_by_the_next_save()
    {
        Build();
        using var index = _folder.Open(Dimensions, _memory, out _);
        var row = SealedRow(index, 17);
        var held = index.HoldSnapshot();
        index.Remove([17]);
        index.Save(toDisk: true);
        Assert.True(_folder.Holds(row));

        index.ReleaseSnapshot(held);
        index.Save(toDisk: true);
        Assert.False(_folder.Holds(row));
    }

    [Fact]
    public void A_page_that_nobody_is_on_any_more_leaves_no_file()
    {
        Build();
        using var index = _folder.Open(Dimensions, _memory, out _);
        Assert.Equal(3, _folder.Pages.Count);
        index.Remove([.. Enumerable.Range(65, 64).Select(id => (long)id)]);
        Assert.Equal(2, _folder.Pages.Count);
        index.Add([.. Enumerable.Range(65, 64).Select(i => Vectors.Entry(i, _vectors[i], i))]);
        index.Save(toDisk: false);
        Assert.Equal(3, _folder.Pages.Count);
        Assert.Null(index.FileFault);
    }

    [Fact]
    public void A_byte_changed_anywhere_is_noticed_or_changes_no_answer()
    {
        Build();
        var pristine = _folder.Pages.ToDictionary(path => path, File.ReadAllBytes);
        Gen.Select(Gen.Int[0, pristine.Count - 1], Gen.Int[0, int.MaxValue], Gen.Byte[1, 255]).Sample(
            (page, at, change) =>
            {
                var path = pristine.Keys.Order(StringComparer.Ordinal).ElementAt(page);
                foreach (var (file, bytes) in pristine)
                    File.WriteAllBytes(file, bytes);
                var damaged = (byte[])pristine[path].Clone();
                damaged[at % damaged.Length] ^= change;
                File.WriteAllBytes(path, damaged);

                using var index = _folder.Open(Dimensions, _memory, out var report);
                Assert.Equal(report.Faults.Count == 0 ? Count : Count - OnPage(page), report.Templates);
                CheckAnswers(index, report.Faults.Count == 0 ? -1 : page);
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_reported_and_wiped_and_the_others_are_used()
    {
        Build();
        var pristine = _folder.Pages.ToDictionary(path => path, File.ReadAllBytes);
        var first = _folder.Pages[0];
        var neverSaved = PageFile.SectionStartOf(new PageLayout(Dimensions, TestFolder.PageSlots));
        Gen.Int[0, pristine[first].Length - 1].Sample(
            length =>
            {
                foreach (var (file, bytes) in pristine)
                    File.WriteAllBytes(file, bytes);
                File.WriteAllBytes(first, pristine[first][..length]);

                using var index = _folder.Open(Dimensions, _memory, out var report);
                // Cut exactly there it looks as if it had never been saved; that templates are missing the owner finds out.
                Assert.Equal(length == neverSaved ? 0 : 1, report.Faults.Count);
                Assert.Equal(Count - TestFolder.PageSlots, index.Count);
                Assert.False(File.Exists(first));
                CheckAnswers(index, without: 0);
            },
            iter: 100,
            threads: 1);
    }

    [Theory]
    [InlineData(8, "test")]
    [InlineData(7, "another model")]
    public void A_folder_under_another_key_or_of_other_contents_gives_nothing(byte key, string contents)
    {
        Build();
        using var index = _folder.Open(Dimensions, _memory, out var report, key, contents);
        Assert.Equal(0, index.Count);
        Assert.Equal(3, report.Faults.Count);
        Assert.Empty(_folder.Pages);
    }

    [Fact]
    public void A_folder_that_another_index_has_is_left_alone_and_taken_when_it_is_free()
    {
        Build();
        using var second = OpenWhile(_folder.Open(Dimensions, _memory, out _));
        using (var index = _folder.Open(Dimensions, _memory, out var undamaged))
            Assert.Equal((Count, 0), (index.Count, undamaged.Faults.Count));

        Assert.True(second.Save(toDisk: true, "seven"u8));
        Assert.Null(second.FileFault);
        Assert.Single(_folder.Pages);
        second.Dispose();
        using var last = _folder.Open(Dimensions, _memory, out var report);
        Assert.Equal((1, 0), (last.Count, report.Faults.Count));
        Assert.Equal("seven"u8, report.Note.Span);

        ExactIndex OpenWhile(ExactIndex first)
        {
            using (first)
            {
                var other = _folder.Open(Dimensions, _memory, out var taken);
                Assert.Equal((0, 1), (other.Count, taken.Faults.Count));
                other.Add([Vectors.Entry(1, _vectors[0], 0)]);
                Assert.False(other.Save(toDisk: true, "six"u8));
                Assert.Equal(Count, first.Count);
                return other;
            }
        }
    }

    [Fact]
    public void A_page_that_gets_no_file_is_searched_all_the_same_and_gets_one_when_that_can_be()
    {
        var inTheWay = Path.Combine(_folder.Path, "page-000000.index");
        Directory.CreateDirectory(inTheWay);
        using (var index = _folder.Open(Dimensions, _memory, out _))
        {
            index.Add([.. Enumerable.Range(0, Count).Select(i => Vectors.Entry(i + 1, _vectors[i], i, 2))]);
            Assert.False(index.Save(toDisk: true, "note"u8));
            Assert.NotNull(index.FileFault);
            CheckAnswers(index, without: -1);
            index.Remove([3]);
            var held = index.HoldSnapshot();
            index.Remove([4]);

            Directory.Delete(inTheWay);
            Assert.True(index.Save(toDisk: true, "note"u8));
            Assert.Null(index.FileFault);
            index.ReleaseSnapshot(held);
            index.Add([Vectors.Entry(3, _vectors[2], 2, 2), Vectors.Entry(4, _vectors[3], 3, 2)]);
            Assert.Equal(3, index.Pages().Count);
            CheckAnswers(index, without: -1);
            Assert.True(index.Save(toDisk: false));
        }

        using var again = _folder.Open(Dimensions, _memory, out var report);
        Assert.Equal((Count, 0), (again.Count, report.Faults.Count));
        CheckAnswers(again, without: -1);
    }

    [Fact]
    public void A_run_that_ended_between_a_removal_and_its_save_leaves_no_damage_and_nobody_who_was_removed()
    {
        Build();
        using var index = _folder.Open(Dimensions, _memory, out _);
        index.Remove([17]);
        using var copy = _folder.Copy();

        using var after = copy.Open(Dimensions, _memory, out var report);

        Assert.Equal((Count - 1, 0), (after.Count, report.Faults.Count));
        var hit = new IndexHit[1];
        after.Search(_vectors[16], Vectors.Everything, hit);
        Assert.NotEqual(17, hit[0].TemplateId);
    }

    [Fact]
    public unsafe void What_the_disk_does_not_give_back_is_an_error_and_not_the_end_of_the_process()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere it is met at first touch.");
        const int length = 1 << 20;
        var path = Path.Combine(_folder.Path, "mapped");
        File.WriteAllBytes(path, new byte[length]);
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        using var mapping = MemoryMappedFile.CreateFromFile(file, null, length, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: true);
        using var view = mapping.CreateViewAccessor();
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        Assert.True(MemoryAdvice.TryRead(start, length));

        // As good as a disk that has lost it: to touch it now would be the end.
        RandomAccess.SetLength(file, 0);
        Assert.False(MemoryAdvice.TryRead(start, length));
        view.SafeMemoryMappedViewHandle.ReleasePointer();
    }

    [Fact]
    public void A_page_that_was_never_saved_is_no_damage()
    {
        using var index = _folder.Open(Dimensions, _memory, out _);
        index.Add([Vectors.Entry(1, _vectors[1], 1)]);
        using var copy = _folder.Copy();

        using var after = copy.Open(Dimensions, _memory, out var report);

        Assert.Equal((0, 0), (after.Count, report.Faults.Count));
        Assert.Empty(copy.Pages);
    }

    [Fact]
    public void A_note_is_found_again_until_there_is_another_and_not_believed_when_it_is_damaged()
    {
        using (var index = _folder.Open(Dimensions, _memory, out var report))
        {
            Assert.True(report.Note.IsEmpty);
            index.Save(toDisk: true, "first"u8);
            index.Save(toDisk: true, "second"u8);
            index.Add([Vectors.Entry(1, _vectors[1], 1)]);
            index.Save(toDisk: true);
        }

        Assert.False(_folder.Holds("second"u8));
        using (_folder.Open(Dimensions, _memory, out var report))
            Assert.Equal("second"u8, report.Note.Span);

        var path = Path.Combine(_folder.Path, "note");
        var damaged = File.ReadAllBytes(path);
        damaged[^1] ^= 1;
        foreach (var bytes in new[] { damaged, [], damaged[..7] })
        {
            File.WriteAllBytes(path, bytes);
            using (_folder.Open(Dimensions, _memory, out var report))
                Assert.True(report.Note.IsEmpty);
        }
    }

    [Fact]
    public void A_folder_is_wiped_when_no_index_has_it()
    {
        Build();
        using (_folder.Open(Dimensions, _memory, out _))
            Assert.False(IndexFiles.TryWipe(_folder.Path));
        Assert.NotEmpty(_folder.Pages);

        Assert.True(IndexFiles.TryWipe(_folder.Path));
        Assert.False(Directory.Exists(_folder.Path));
        Assert.True(IndexFiles.TryWipe(_folder.Path));
        using var index = _folder.Open(Dimensions, _memory, out var report);
        Assert.Equal((0, 0), (index.Count, report.Faults.Count));
    }

    /// <summary>Template i + 1 of subject i, on list 2; saved and closed.</summary>
    private void Build()
    {
        using var index = _folder.Open(Dimensions, _memory, out _);
        index.Add([.. Enumerable.Range(0, Count).Select(i => Vectors.Entry(i + 1, _vectors[i], i, 2))]);
        index.Save(toDisk: true);
    }

    private void CheckAnswers(ExactIndex index, int without)
    {
        var hit = new IndexHit[1];
        for (var i = 0; i < Count; i++)
        {
            if (i / TestFolder.PageSlots == without)
                continue;
            index.Search(_vectors[i], Vectors.Everything, hit);
            Assert.Equal(new IndexHit(i + 1, Vectors.Subject(i), Vectors.Score(_vectors[i], _vectors[i])), hit[0]);
        }
    }

    private static int OnPage(int page) => Math.Min(TestFolder.PageSlots, Count - page * TestFolder.PageSlots);

    private static unsafe byte[] SealedRow(ExactIndex index, long id)
    {
        foreach (var page in index.Pages())
        {
            for (var slot = 0; slot < page.Used; slot++)
            {
                if (page.TemplateIds[slot] == id)
                    return page.Sealed!.File.Row(slot).ToArray();
            }
        }

        throw new InvalidOperationException("Not there.");
    }
}
