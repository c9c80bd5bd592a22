using System.Runtime.InteropServices;
using FaceMatch.Index.Files;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests;

public sealed class RemovalTests
{
    private const int Dimensions = 64;
    private readonly NativePages _memory = new();
    private readonly Random _random = new(20);

    [Fact]
    public void A_removed_vector_is_not_found_by_the_next_search()
    {
        using var index = Build(200);
        var gone = Vector(index, 17);
        Assert.Equal(17, Best(index, gone).TemplateId);

        Assert.Equal(1, index.Remove([17]));

        Assert.NotEqual(17, Best(index, gone).TemplateId);
        Assert.Equal(199, index.Count);
        Assert.Equal(0, index.Remove([17, 4711]));
    }

    [Fact]
    public void A_removed_vector_is_zero_in_memory_when_nobody_searches()
    {
        using var index = Build(200);
        var (floats, codes) = BytesOf(index, 17);

        index.Remove([17]);

        Assert.Equal(0, index.ErasuresPending);
        Assert.Equal(1, index.Erased);
        Assert.False(Holds(index, floats));
        Assert.False(Holds(index, codes));
        Assert.True(Holds(index, BytesOf(index, 18).Floats));
    }

    [Fact]
    public void A_removed_vector_is_zeroed_by_the_last_search_that_began_before()
    {
        using var index = Build(200);
        var (floats, codes) = BytesOf(index, 17);
        var early = index.HoldSnapshot();
        var late = index.HoldSnapshot();

        index.Remove([17]);
        var after = index.HoldSnapshot();
        index.Remove([18]);

        Assert.Equal(2, index.ErasuresPending);
        Assert.True(Holds(index, floats));
        // 18 waits for 17's readers as well: they see it too.
        index.ReleaseSnapshot(after);
        Assert.Equal(2, index.ErasuresPending);
        index.ReleaseSnapshot(early);
        Assert.True(Holds(index, codes));
        index.ReleaseSnapshot(late);
        Assert.Equal(0, index.ErasuresPending);
        Assert.False(Holds(index, floats));
        Assert.False(Holds(index, codes));
    }

    [Fact]
    public void A_slot_is_used_again_only_after_it_was_erased()
    {
        using var index = Build(64);
        var held = index.HoldSnapshot();
        index.Remove([5]);
        index.Add([Vectors.Entry(1005, Vectors.Random(_random, Dimensions), 1)]);
        Assert.Equal(2, index.Pages().Count);

        index.ReleaseSnapshot(held);
        index.Remove([1005]);
        index.Add([Vectors.Entry(1006, Vectors.Random(_random, Dimensions), 1)]);
        Assert.Single(index.Pages());
    }

    [Fact]
    public void A_page_that_is_empty_is_given_back_when_its_last_reader_leaves()
    {
        using var smaller = Build(64 * 2);
        var twoPages = _memory.Bytes;
        smaller.Dispose();
        using var index = Build(64 * 3);
        var full = _memory.Bytes;
        var held = index.HoldSnapshot();

        index.Remove([.. Enumerable.Range(64, 64).Select(id => (long)id)]);
        Assert.Equal(full, _memory.Bytes);
        index.ReleaseSnapshot(held);

        Assert.Equal(twoPages, _memory.Bytes);
        Assert.Equal(64, index.Erased);
    }

    [Fact]
    public void A_disposed_index_gives_all_its_memory_back_when_the_last_search_ends()
    {
        var index = Build(500);
        Best(index, Vectors.Random(_random, Dimensions));
        var held = index.HoldSnapshot();

        index.Dispose();
        Assert.NotEqual(0, _memory.Bytes);
        index.ReleaseSnapshot(held);

        Assert.Equal(0, _memory.Bytes);
        Assert.Equal(0, _memory.Blocks);
        Assert.Throws<ObjectDisposedException>(() => Best(index, Vectors.Random(_random, Dimensions)));
    }

    [Fact]
    public void A_search_leaves_no_probe_in_its_working_memory()
    {
        using var index = Build(200);
        var probe = Vectors.Random(_random, Dimensions);
        Best(index, probe);

        var bytes = MemoryMarshal.AsBytes(probe.AsSpan(0, 8)).ToArray();
        Assert.All(index.WorkingMemory(), block => Assert.Equal(-1, block.AsSpan().IndexOf(bytes)));
        Assert.NotEmpty(index.WorkingMemory());
    }

    private ExactIndex Build(int count)
    {
        var index = new ExactIndex(Dimensions, new IndexOptions(2, PageSlots: 64), _memory);
        index.Add([.. Enumerable.Range(0, count).Select(i => Vectors.Entry(i, Vectors.Random(_random, Dimensions), i))]);
        return index;
    }

    private static IndexHit Best(ExactIndex index, float[] probe)
    {
        var hit = new IndexHit[1];
        index.Search(probe, Vectors.Everything, hit);
        return hit[0];
    }

    private static float[] Vector(ExactIndex index, long id) => MemoryMarshal.Cast<byte, float>(BytesOf(index, id).Floats).ToArray();

    private static unsafe (byte[] Floats, byte[] Codes) BytesOf(ExactIndex index, long id)
    {
        foreach (var page in index.Pages())
        {
            for (var slot = 0; slot < page.Used; slot++)
            {
                if (page.TemplateIds[slot] == id)
                    return (Floats(page, slot), MemoryMarshal.AsBytes(page.Codes(slot)).ToArray());
            }
        }

        throw new InvalidOperationException("Not there.");
    }

    private static unsafe byte[] Floats(Page page, int slot)
    {
        using var access = new RowAccess(new NativePages(), page.Layout, cipher: null);
        return new ReadOnlySpan<byte>(page.Vector(slot, access), page.Layout.FloatStride * sizeof(float)).ToArray();
    }

    private static unsafe bool Holds(ExactIndex index, byte[] bytes)
    {
        var found = false;
        foreach (var page in index.Pages())
        {
            var rows = new ReadOnlySpan<byte>(page.Rows, page.Used * page.Layout.Stride);
            found |= rows.IndexOf(bytes) >= 0;
            for (var slot = 0; slot < page.Used; slot++)
                found |= Floats(page, slot).AsSpan().SequenceEqual(bytes);
        }

        return found;
    }
}
