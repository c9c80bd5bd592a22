using FaceMatch.Index.Kernels;

namespace FaceMatch.Index.Snapshots;

/// <summary>A page as one snapshot shows it.</summary>
/// <param name="Page">Null where the page table has a hole.</param>
/// <param name="Live">One bit a slot; never changed after it is published.</param>
/// <param name="Used">Slots past this one were never written.</param>
internal readonly record struct PageView(Page? Page, ulong[] Live, int Used, int LiveCount)
{
    public bool Shows(int slot) => (Live[slot / VectorKernel.BlockRows] >> (slot % VectorKernel.BlockRows) & 1) != 0;
}

/// <summary>
/// The whole index at one version. Immutable but for the count of those who hold it, and for the list of what became
/// garbage when its successor was published.
/// </summary>
internal sealed class Snapshot(PageView[] pages, LabelTable labels, long version, long count)
{
    private int _holders = 1;

    public PageView[] Pages { get; } = pages;

    public LabelTable Labels { get; } = labels;

    public long Version { get; } = version;

    public long Count { get; } = count;

    /// <summary>Slots that the successor does not show. Set before the successor is published.</summary>
    public List<(Page Page, int Slot)> RetiredSlots { get; set; } = [];

    public List<Page> RetiredPages { get; set; } = [];

    public bool Drained => Volatile.Read(ref _holders) == 0;

    /// <summary>False when the last holder has gone already.</summary>
    public bool TryHold()
    {
        var holders = Volatile.Read(ref _holders);
        while (holders > 0)
        {
            var seen = Interlocked.CompareExchange(ref _holders, holders + 1, holders);
            if (seen == holders)
                return true;
            holders = seen;
        }

        return false;
    }

    /// <summary>True for the holder that was the last.</summary>
    public bool Release() => Interlocked.Decrement(ref _holders) == 0;
}
