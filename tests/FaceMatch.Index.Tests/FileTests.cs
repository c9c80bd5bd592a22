using System.Runtime.InteropServices;
using CsCheck;
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
        Gen.Int[0, pristine[first].Length - 1].Sample(
            length =>
            {
                foreach (var (file, bytes) in pristine)
                    File.WriteAllBytes(file, bytes);
                File.WriteAllBytes(first, pristine[first][..length]);

                using var index = _folder.Open(Dimensions, _memory, out var report);
                Assert.Single(report.Faults);
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
    public void A_folder_is_refused_while_another_index_has_it_and_not_damaged()
    {
        Build();
        using (_folder.Open(Dimensions, _memory, out _))
            Assert.ThrowsAny<IOException>(() => _folder.Open(Dimensions, _memory, out _));
        using var index = _folder.Open(Dimensions, _memory, out var report);
        Assert.Equal((Count, 0), (index.Count, report.Faults.Count));
    }

    [Fact]
    public void A_page_that_gets_no_file_is_searched_all_the_same_and_said_to_have_none()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "page-000000.index"));
        using var index = _folder.Open(Dimensions, _memory, out _);
        index.Add([Vectors.Entry(1, _vectors[1], 1)]);
        index.Save(toDisk: true);
        var hit = new IndexHit[1];
        index.Search(_vectors[1], Vectors.Everything, hit);
        Assert.Equal(1, hit[0].TemplateId);
        Assert.NotNull(index.FileFault);
    }

    [Fact]
    public void The_comparison_names_exactly_the_subjects_that_the_truth_has_otherwise()
    {
        Build();
        using var index = _folder.Open(Dimensions, _memory, out _);
        var comparison = new IndexComparison(index);
        for (var i = 0; i < Count + 1; i++)
        {
            if (i == 9)
                continue;
            comparison.See(
                Vectors.Subject(i),
                i == 10 ? [i + 1, 900] : [i + 1],
                i == 11 ? [Vectors.List(1), Vectors.List(2)] : [Vectors.List(2), Vectors.List(2)],
                i == 12 ? Vectors.Later.AddTicks(1) : Vectors.Later);
        }

        Assert.Equal(new[] { 9, 10, 11, 12, Count }.Select(i => Vectors.Subject(i)).ToHashSet(), comparison.Differing().ToHashSet());
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
