using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Files;

/// <summary>What one thread needs to read and write float32 rows: a cipher, which no two may share, and room for a row in the clear.</summary>
internal sealed unsafe class RowAccess(NativePages memory, PageLayout layout, PageCipher? cipher) : IDisposable
{
    private readonly NativeBlock _block = memory.AllocateZeroed((nuint)layout.FloatStride * sizeof(float));

    /// <summary>Only rows in files ask for it.</summary>
    public PageCipher Cipher => cipher!;

    public float* Row => (float*)_block.Address;

    /// <summary>Zeros over the row that was read last.</summary>
    public void Clear() => NativePages.Zero(_block.Address, _block.Length);

    public void Dispose()
    {
        _block.Dispose();
        cipher?.Dispose();
    }
}
