using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Files;

/// <summary>Rows in a memory-mapped file, each sealed by itself: what a disk or a swap file shows of a face is noise.</summary>
internal sealed unsafe class SealedRows(PageFile file, PageLayout layout, int page) : VectorRows
{
    private const int AssociatedLength = sizeof(long) + sizeof(int) + sizeof(int);

    public PageFile File => file;

    public override void Write(int slot, long templateId, ReadOnlySpan<float> vector, RowAccess access)
    {
        Span<byte> associated = stackalloc byte[AssociatedLength];
        access.Cipher.Seal(MemoryMarshal.AsBytes(vector), Associate(associated, slot, templateId), file.Row(slot));
    }

    public override float* Read(int slot, long templateId, RowAccess access)
    {
        Span<byte> associated = stackalloc byte[AssociatedLength];
        try
        {
            access.Cipher.Open(
                file.Row(slot), Associate(associated, slot, templateId), new Span<byte>(access.Row, layout.Dimensions * sizeof(float)));
            return access.Row;
        }
        catch (AuthenticationTagMismatchException mismatch)
        {
            throw new IndexFileException($"{file.Path} is damaged: row {slot} is not what was written.", mismatch);
        }
    }

    public override void Erase(int slot) => file.Row(slot).Clear();

    public override void Discard() => file.Wipe();

    public override void Dispose() => file.Dispose();

    /// <summary>A row taken to another place, or left from another template, does not open.</summary>
    private ReadOnlySpan<byte> Associate(Span<byte> associated, int slot, long templateId)
    {
        MemoryMarshal.Write(associated, templateId);
        MemoryMarshal.Write(associated[sizeof(long)..], page);
        MemoryMarshal.Write(associated[(sizeof(long) + sizeof(int))..], slot);
        return associated;
    }
}
