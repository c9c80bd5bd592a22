using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Files;

/// <summary>The float32 rows of one page, which only the ranking of the few best reads.</summary>
internal abstract unsafe class VectorRows : IDisposable
{
    /// <param name="access">Of the calling thread.</param>
    public abstract void Write(int slot, long templateId, ReadOnlySpan<float> vector, RowAccess access);

    /// <returns>The row, padded with zeros to the layout's stride; good until <paramref name="access"/> reads another.</returns>
    /// <exception cref="IndexFileException">The row in the file is damaged.</exception>
    public abstract float* Read(int slot, long templateId, RowAccess access);

    /// <summary>Leaves zeros.</summary>
    public abstract void Erase(int slot);

    /// <summary>Zeros, and gives the room back: nobody needs these rows any more.</summary>
    public abstract void Discard();

    /// <summary>The rows stay where they are for the next run, if they are in a file.</summary>
    public abstract void Dispose();
}

/// <summary>Rows in memory, for an index that keeps nothing.</summary>
internal sealed unsafe class MemoryRows(NativePages memory, PageLayout layout) : VectorRows
{
    private readonly NativeBlock _block = memory.Allocate((nuint)layout.Slots * (nuint)layout.FloatStride * sizeof(float));

    public override void Write(int slot, long templateId, ReadOnlySpan<float> vector, RowAccess access)
    {
        var row = new Span<float>(Row(slot), layout.FloatStride);
        vector.CopyTo(row);
        row[vector.Length..].Clear();
    }

    public override float* Read(int slot, long templateId, RowAccess access) => Row(slot);

    public override void Erase(int slot) => NativePages.Zero(Row(slot), (nuint)layout.FloatStride * sizeof(float));

    public override void Discard() => Dispose();

    public override void Dispose() => _block.Dispose();

    private float* Row(int slot) => (float*)_block.Address + (nint)slot * layout.FloatStride;
}
