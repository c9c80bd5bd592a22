using System.Runtime.InteropServices;
using FaceMatch.Index.Faiss;
using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests.Faiss;

public sealed class FaissFileTests : IDisposable
{
    private const int Dimensions = 48;
    private readonly string _folder = Directory.CreateTempSubdirectory("facematch-faiss").FullName;

    private IndexFiles Saved => new(_folder, new byte[IndexFiles.KeyLength], "test");

    private string SavedPath => Path.Combine(_folder, "faiss.index");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [FaissTheory]
    [InlineData("Flat")]
    [InlineData("HNSW16")]
    [InlineData("IVF4,SQ8")]
    public async Task A_saved_index_is_loaded_and_what_changed_since_is_put_right(string factory)
    {
        var people = FaissGallery.People(20, Dimensions, 500, 1);
        using (var index = FaissGallery.Create(Dimensions, factory))
        {
            index.Add(people);
            await index.WhenSettledAsync(TestContext.Current.CancellationToken);
            Assert.True(index.SaveFaiss(Saved));
        }

        using var again = FaissGallery.Create(Dimensions, factory);
        var other = people[3] with { Vector = Vectors.Random(new Random(21), Dimensions) };
        var fresh = Vectors.Entry(9000, Vectors.Random(new Random(22), Dimensions), 9000);
        // Too few for inverted lists to be trained on: what they know comes from the file.
        IndexEntry[] now = [other, fresh, .. people.Skip(4).Take(100)];
        again.Add(now);

        Assert.True(again.TryLoadFaiss(Saved));

        Assert.Equal(ApproximateState.Ready, again.Approximate.State);
        foreach (var entry in now)
            Assert.Equal(entry.TemplateId, FaissGallery.Find(again, entry.Vector.ToArray(), 1)[0].TemplateId);
        Assert.Equal(now.Length, FaissGallery.Find(again, people[0].Vector.ToArray(), 600).Length);
    }

    [FaissFact]
    public async Task An_index_that_was_opened_from_its_files_takes_into_use_what_was_saved_beside_them_and_builds_nothing()
    {
        using var folder = new TestFolder();
        var people = FaissGallery.People(28, Dimensions, 500, 1);
        var files = Saved with { Folder = folder.Path };
        using (var index = new FaissIndex(folder.Open(Dimensions, new NativePages(), out _), new FaissOptions("IVF4,SQ8"), TimeProvider.System, new FaissGallery.Lines(), files))
        {
            index.Add(people);
            await index.WhenSettledAsync(TestContext.Current.CancellationToken);
            Assert.True(index.SaveFaiss(files));
            index.Exact.Save(toDisk: false);
        }

        using var again = new FaissIndex(folder.Open(Dimensions, new NativePages(), out _), new FaissOptions("IVF4,SQ8"), TimeProvider.System, new FaissGallery.Lines(), files);
        Assert.Equal(ApproximateState.Ready, again.Approximate.State);
        await again.WhenSettledAsync(TestContext.Current.CancellationToken);
        Assert.Null(again.Approximate.BuildTime);
        foreach (var entry in people)
            Assert.Equal(entry.TemplateId, FaissGallery.Find(again, entry.Vector.ToArray(), 1)[0].TemplateId);
    }

    [FaissFact]
    public void A_saved_index_that_was_not_usable_is_wiped_at_the_next_removal_all_the_same()
    {
        using (var index = FaissGallery.Create(Dimensions, "Flat"))
        {
            index.Add(FaissGallery.People(29, Dimensions, 20, 1));
            Assert.True(index.SaveFaiss(Saved));
        }

        using var graph = FaissGallery.Create(Dimensions, "HNSW16");
        graph.Add(FaissGallery.People(29, Dimensions, 20, 1));
        Assert.False(graph.TryLoadFaiss(Saved));
        graph.Remove([7]);

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [FaissFact]
    public void A_removal_deletes_the_files_that_still_have_the_vector()
    {
        using var index = FaissGallery.Create(Dimensions, "Flat");
        index.Add(FaissGallery.People(23, Dimensions, 50, 1));
        Assert.True(index.SaveFaiss(Saved));
        Assert.NotEmpty(Directory.GetFiles(_folder));

        index.Remove([7]);

        Assert.Empty(Directory.GetFiles(_folder));
    }

    [FaissFact]
    public void A_graph_with_removed_vectors_is_not_saved()
    {
        using var index = FaissGallery.Create(Dimensions, "HNSW16");
        index.Add(FaissGallery.People(24, Dimensions, 50, 1));
        index.Remove([7]);
        Assert.False(index.SaveFaiss(Saved));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [FaissFact]
    public void A_file_that_is_torn_or_has_one_bit_changed_is_not_used()
    {
        // So long that the file has two pieces.
        const int Wide = 512;
        var people = FaissGallery.People(25, Wide, 900, 1);
        using (var index = FaissGallery.Create(Wide, "Flat"))
        {
            index.Add(people);
            Assert.True(index.SaveFaiss(Saved));
        }

        var path = SavedPath;
        var whole = File.ReadAllBytes(path);
        var flipped = (byte[])whole.Clone();
        flipped[whole.Length / 2] ^= 4;
        // Its pieces are 1 MB and 28 bytes, after a head of 40: one that ends where a piece ends is torn all the same.
        var between = whole[..(40 + (1 << 20) + 28)];
        Assert.True(between.Length < whole.Length);
        foreach (var broken in new[] { flipped, whole[..(whole.Length / 2)], between, [] })
        {
            File.WriteAllBytes(path, broken);
            var lines = new FaissGallery.Lines();
            using var index = FaissGallery.Create(Wide, "Flat", logger: lines);
            index.Add(people);

            Assert.False(index.TryLoadFaiss(Saved));

            Assert.True(lines.Said("is not used"));
            Assert.Equal(11, FaissGallery.Find(index, people[11].Vector.ToArray(), 1)[0].TemplateId);
        }

        File.Delete(path);
        using var last = FaissGallery.Create(Wide, "Flat");
        Assert.False(last.TryLoadFaiss(Saved));
    }

    [FaissFact]
    public void No_vector_is_on_the_disk_in_the_clear_and_only_the_same_key_and_contents_read_it()
    {
        var people = FaissGallery.People(27, Dimensions, 20, 1);
        using var index = FaissGallery.Create(Dimensions, "Flat");
        index.Add(people);
        Assert.True(index.SaveFaiss(Saved));

        Assert.Equal(-1, File.ReadAllBytes(SavedPath).AsSpan().IndexOf(MemoryMarshal.AsBytes(people[5].Vector.Span[..4])));
        using var again = FaissGallery.Create(Dimensions, "Flat");
        again.Add(people);
        Assert.False(again.TryLoadFaiss(Saved with { Contents = "another model" }));
        Assert.False(again.TryLoadFaiss(Saved with { Key = Enumerable.Repeat((byte)1, IndexFiles.KeyLength).ToArray() }));
        Assert.True(again.TryLoadFaiss(Saved));
    }

    [FaissFact]
    public void A_saved_index_of_another_type_or_length_is_not_used()
    {
        using (var index = FaissGallery.Create(Dimensions, "Flat"))
        {
            index.Add(FaissGallery.People(26, Dimensions, 20, 1));
            Assert.True(index.SaveFaiss(Saved));
        }

        using var graph = FaissGallery.Create(Dimensions, "HNSW16");
        Assert.False(graph.TryLoadFaiss(Saved));
        using var shorter = FaissGallery.Create(Dimensions / 2, "Flat");
        Assert.False(shorter.TryLoadFaiss(Saved));
    }
}
