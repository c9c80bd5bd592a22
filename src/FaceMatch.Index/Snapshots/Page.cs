using System.Runtime.InteropServices;
using FaceMatch.Index.Exact;
using FaceMatch.Index.Files;
using FaceMatch.Index.Kernels;

namespace FaceMatch.Index.Snapshots;

/// <summary>How the slots of a page lie in memory. Hot is what a scan reads of every slot; facts and float32 rows are read of hits only.</summary>
internal sealed class PageLayout
{
    public PageLayout(int dimensions, int slots)
    {
        Dimensions = dimensions;
        Slots = slots;
        Stride = RoundUp(dimensions, VectorKernel.RowAlignment);
        FloatStride = RoundUp(dimensions, VectorKernel.FloatLanes);
    }

    public int Dimensions { get; }

    /// <summary>A multiple of <see cref="VectorKernel.BlockRows"/>.</summary>
    public int Slots { get; }

    /// <summary>Bytes of an int8 row.</summary>
    public int Stride { get; }

    /// <summary>Floats of a float32 row.</summary>
    public int FloatStride { get; }

    /// <summary>Bytes that a scan reads of one template: its codes, scale, radius and label set.</summary>
    public int HotBytesPerSlot => Stride + sizeof(float) + sizeof(float) + sizeof(int);

    public static int FactsBytesPerSlot => 16 + sizeof(long) + sizeof(long) + sizeof(int) + sizeof(int);

    public static int RoundUp(int value, int unit) => (value + unit - 1) / unit * unit;
}

/// <summary>
/// A fixed number of template slots in native memory. A slot's bytes change only while no snapshot shows it: before it is
/// first published, and after the last snapshot that showed it is gone.
/// </summary>
internal sealed unsafe class Page : IDisposable
{
    private readonly NativeBlock _hot;
    private readonly NativeBlock _facts;
    private readonly VectorRows _vectors;
    private int _unsaved;

    public Page(NativePages pages, PageLayout layout, int index, VectorRows vectors)
    {
        _vectors = vectors;
        Layout = layout;
        Index = index;
        var slots = (nuint)layout.Slots;
        _hot = pages.Allocate(slots * (nuint)layout.HotBytesPerSlot);
        _facts = pages.Allocate(slots * (nuint)PageLayout.FactsBytesPerSlot);

        Rows = (sbyte*)_hot.Address;
        Scales = (float*)(_hot.Address + slots * (nuint)layout.Stride);
        Radii = Scales + slots;
        LabelSets = (int*)(Radii + slots);

        Subjects = (Guid*)_facts.Address;
        TemplateIds = (long*)(Subjects + slots);
        SearchableUntil = TemplateIds + slots;
        SubjectNumbers = (int*)(SearchableUntil + slots);
        NextOfSubject = SubjectNumbers + slots;
    }

    public PageLayout Layout { get; }

    /// <summary>Place in the page table.</summary>
    public int Index { get; }

    public sbyte* Rows { get; }

    public float* Scales { get; }

    public float* Radii { get; }

    public int* LabelSets { get; }

    public Guid* Subjects { get; }

    public long* TemplateIds { get; }

    /// <summary>UTC ticks.</summary>
    public long* SearchableUntil { get; }

    public int* SubjectNumbers { get; }

    /// <summary>The writer's chain of the templates of one subject: global slot, -1 at the end. Readers never look.</summary>
    public int* NextOfSubject { get; }

    /// <summary>Slots ever handed out. Only the writer uses it.</summary>
    public int Used { get; set; }

    /// <summary>Erased slots that may be used again. Only the writer uses it.</summary>
    public Stack<int> Free { get; } = new();

    /// <summary>Out of the page table; erased when the last snapshot that shows it is gone.</summary>
    public bool Dropped { get; set; }

    /// <summary>Another page is in its place, with its rows in a file.</summary>
    public bool Moved { get; private set; }

    /// <summary>In the writer's list of pages with room.</summary>
    public bool Listed { get; set; }

    public bool HasRoom => !Dropped && !Moved && (Used < Layout.Slots || Free.Count > 0);

    /// <summary>Null for a page that is in memory only.</summary>
    public SealedRows? Sealed => _vectors as SealedRows;

    /// <summary>Padded with zeros to <see cref="PageLayout.FloatStride"/>; good until <paramref name="access"/> reads another row.</summary>
    /// <exception cref="IndexFileException">The row in the file is damaged.</exception>
    public float* Vector(int slot, RowAccess access) => _vectors.Read(slot, TemplateIds[slot], access);

    public Span<sbyte> Codes(int slot) => new(Rows + (nint)slot * Layout.Stride, Layout.Stride);

    public void Write(int slot, ReadOnlySpan<float> vector, in SlotFacts facts, RowAccess access)
    {
        _vectors.Write(slot, facts.TemplateId, vector, access);
        var (scale, radius) = Quantizer.QuantizeRow(vector, Codes(slot));
        Scales[slot] = scale;
        Radii[slot] = radius;
        LabelSets[slot] = facts.LabelSet;
        Subjects[slot] = facts.Subject;
        TemplateIds[slot] = facts.TemplateId;
        SearchableUntil[slot] = facts.SearchableUntil;
        SubjectNumbers[slot] = facts.SubjectNumber;
        NextOfSubject[slot] = -1;
    }

    /// <summary>The same page with its rows elsewhere, and with nothing in it of what the view does not show.</summary>
    public Page MoveTo(VectorRows rows, in PageView view, NativePages pages, RowAccess access)
    {
        var copy = new Page(pages, Layout, Index, rows) { Used = Used };
        NativeMemory.Copy(_hot.Address, copy._hot.Address, _hot.Length);
        NativeMemory.Copy(_facts.Address, copy._facts.Address, _facts.Length);
        for (var slot = 0; slot < Used; slot++)
        {
            if (view.Shows(slot))
            {
                rows.Write(slot, TemplateIds[slot], new ReadOnlySpan<float>(Vector(slot, access), Layout.Dimensions), access);
                continue;
            }

            copy.Erase(slot);
            copy.Free.Push(slot);
        }

        Moved = true;
        return copy;
    }

    /// <summary>Leaves nothing of the template: not the vector, not whose it was.</summary>
    public void Erase(int slot)
    {
        NativePages.Zero(Rows + (nint)slot * Layout.Stride, (nuint)Layout.Stride);
        _vectors.Erase(slot);
        Scales[slot] = 0;
        Radii[slot] = 0;
        LabelSets[slot] = 0;
        Subjects[slot] = Guid.Empty;
        TemplateIds[slot] = 0;
        SearchableUntil[slot] = 0;
        SubjectNumbers[slot] = 0;
        NextOfSubject[slot] = 0;
    }

    /// <summary>The file of the page differs from it. Set when the change is visible, so that whoever saves sees both or saves again.</summary>
    public void MarkUnsaved() => Volatile.Write(ref _unsaved, 1);

    /// <summary>True once for each mark.</summary>
    public bool TakeUnsaved() => Interlocked.Exchange(ref _unsaved, 0) != 0;

    public void Dispose()
    {
        _hot.Dispose();
        _facts.Dispose();
        if (Dropped)
            _vectors.Discard();
        else
            _vectors.Dispose();
    }
}

/// <summary>What a slot says besides its vector.</summary>
internal readonly record struct SlotFacts(long TemplateId, Guid Subject, int SubjectNumber, int LabelSet, long SearchableUntil);
