using System.Buffers.Binary;
using System.Runtime.InteropServices;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Files;

/// <summary>
/// A page as its file holds it beside the float32 rows: int8 codes, scales, radii, labels and whose a slot is. Only what the
/// snapshot shows is in it; every other slot is zero. Numbers are little-endian, as every supported processor has them.
/// </summary>
internal static unsafe class PageSection
{
    /// <summary>Ties a section to its place.</summary>
    public static byte[] Associated(int page) => BitConverter.GetBytes(page);

    /// <summary>With room for a few label sets: the length to reserve, not a limit.</summary>
    public static int Length(PageLayout layout) => Fixed(layout) + PageCipher.Overhead + 4096;

    public static byte[] Write(in PageView view, LabelTable labels)
    {
        var page = view.Page!;
        var layout = page.Layout;
        var (sets, numbers) = LocalSets(view);
        var lists = sets.Select(labels.ListsOf).ToArray();
        var section = new byte[Fixed(layout) + sizeof(int) + lists.Sum(set => sizeof(int) + 16 * set.Length)];

        var rest = section.AsSpan();
        Put(ref rest, view.Live);
        Put(ref rest, new ReadOnlySpan<sbyte>(page.Rows, layout.Slots * layout.Stride));
        Put(ref rest, new ReadOnlySpan<float>(page.Scales, layout.Slots));
        Put(ref rest, new ReadOnlySpan<float>(page.Radii, layout.Slots));
        Put(ref rest, numbers);
        Put(ref rest, new ReadOnlySpan<Guid>(page.Subjects, layout.Slots));
        Put(ref rest, new ReadOnlySpan<long>(page.TemplateIds, layout.Slots));
        Put(ref rest, new ReadOnlySpan<long>(page.SearchableUntil, layout.Slots));
        PutInt(ref rest, lists.Length);
        foreach (var set in lists)
        {
            PutInt(ref rest, set.Length);
            Put(ref rest, set);
        }

        Clear(section, view);
        return section;
    }

    /// <summary>Fills the page; its labels are numbers into the sets that are returned.</summary>
    /// <returns>Which slots live, and the label sets.</returns>
    public static (ulong[] Live, Guid[][] Sets) Read(ReadOnlySpan<byte> section, Page page)
    {
        var layout = page.Layout;
        var live = new ulong[layout.Slots / Kernels.VectorKernel.BlockRows];
        Take(ref section, live);
        Take(ref section, new Span<sbyte>(page.Rows, layout.Slots * layout.Stride));
        Take(ref section, new Span<float>(page.Scales, layout.Slots));
        Take(ref section, new Span<float>(page.Radii, layout.Slots));
        Take(ref section, new Span<int>(page.LabelSets, layout.Slots));
        Take(ref section, new Span<Guid>(page.Subjects, layout.Slots));
        Take(ref section, new Span<long>(page.TemplateIds, layout.Slots));
        Take(ref section, new Span<long>(page.SearchableUntil, layout.Slots));
        var sets = new Guid[TakeInt(ref section)][];
        for (var i = 0; i < sets.Length; i++)
            Take(ref section, sets[i] = new Guid[TakeInt(ref section)]);
        return (live, sets);
    }

    private static int Fixed(PageLayout layout) =>
        layout.Slots / 8 + layout.Slots * (layout.HotBytesPerSlot + 16 + sizeof(long) + sizeof(long));

    /// <summary>Numbers of the index are its own and change; those in a file count from 0 in the file.</summary>
    private static (List<int> Sets, int[] Numbers) LocalSets(in PageView view)
    {
        var page = view.Page!;
        var sets = new List<int>();
        var local = new Dictionary<int, int>();
        var numbers = new int[page.Layout.Slots];
        for (var slot = 0; slot < view.Used; slot++)
        {
            if (!view.Shows(slot))
                continue;
            var number = page.LabelSets[slot];
            if (!local.TryGetValue(number, out numbers[slot]))
            {
                local.Add(number, numbers[slot] = sets.Count);
                sets.Add(number);
            }
        }

        return (sets, numbers);
    }

    /// <summary>What was removed is still in memory while an earlier search reads it; it must not come onto the disk again.</summary>
    private static void Clear(Span<byte> section, in PageView view)
    {
        var layout = view.Page!.Layout;
        ReadOnlySpan<int> widths = [layout.Stride, sizeof(float), sizeof(float), sizeof(int), 16, sizeof(long), sizeof(long)];
        var start = layout.Slots / 8;
        foreach (var width in widths)
        {
            for (var slot = 0; slot < layout.Slots; slot++)
            {
                if (!view.Shows(slot))
                    section.Slice(start + slot * width, width).Clear();
            }

            start += layout.Slots * width;
        }
    }

    private static void Put<T>(ref Span<byte> rest, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        bytes.CopyTo(rest);
        rest = rest[bytes.Length..];
    }

    private static void Put<T>(ref Span<byte> rest, T[] values)
        where T : unmanaged => Put(ref rest, values.AsSpan());

    private static void Put<T>(ref Span<byte> rest, Span<T> values)
        where T : unmanaged => Put(ref rest, (ReadOnlySpan<T>)values);

    private static void PutInt(ref Span<byte> rest, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(rest, value);
        rest = rest[sizeof(int)..];
    }

    private static void Take<T>(ref ReadOnlySpan<byte> rest, Span<T> values)
        where T : unmanaged
    {
        var bytes = MemoryMarshal.AsBytes(values);
        rest[..bytes.Length].CopyTo(bytes);
        rest = rest[bytes.Length..];
    }

    private static int TakeInt(ref ReadOnlySpan<byte> rest)
    {
        var value = BinaryPrimitives.ReadInt32LittleEndian(rest);
        rest = rest[sizeof(int)..];
        return value;
    }
}
