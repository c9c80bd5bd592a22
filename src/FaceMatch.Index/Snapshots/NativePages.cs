using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FaceMatch.Index.Snapshots;

/// <summary>
/// Where every page of every index of a process comes from, so that one place knows how much native memory faces take.
/// Thread-safe. A process makes one and hands it to its indexes.
/// </summary>
public sealed unsafe class NativePages
{
    /// <summary>A huge page of x86 and ARM Linux: a hot page that starts on one is scanned with a hundredth of the
    /// address translations.</summary>
    internal const int HugePage = 2 * 1024 * 1024;

    private long _bytes;
    private long _blocks;

    /// <summary>Native bytes held now.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Blocks held now; 0 after the last index is disposed and its last search ended.</summary>
    public long Blocks => Volatile.Read(ref _blocks);

    internal NativeBlock Allocate(nuint length)
    {
        var huge = length >= HugePage;
        var address = (byte*)NativeMemory.AlignedAlloc(length, huge ? HugePage : 64u);
        if (huge && OperatingSystem.IsLinux())
            _ = MemoryAdvice.Advise(address, length, MemoryAdvice.HugePages);
        Interlocked.Add(ref _bytes, (long)length);
        Interlocked.Increment(ref _blocks);
        return new NativeBlock(this, address, length);
    }

    internal NativeBlock AllocateZeroed(nuint length)
    {
        var block = Allocate(length);
        Zero(block.Address, length);
        return block;
    }

    internal void Free(byte* address, nuint length)
    {
        // Embeddings are biometric data: memory that the allocator may hand to anybody must not hold any.
        Zero(address, length);
        NativeMemory.AlignedFree(address);
        Interlocked.Add(ref _bytes, -(long)length);
        Interlocked.Decrement(ref _blocks);
    }

    internal static void Zero(void* address, nuint length)
    {
        var at = (byte*)address;
        while (length > 0)
        {
            var part = (int)Math.Min(length, 1u << 30);
            CryptographicOperations.ZeroMemory(new Span<byte>(at, part));
            at += part;
            length -= (nuint)part;
        }
    }
}

/// <summary>One native allocation, zeroed when it is freed. A safe handle, so that an index nobody disposed leaks nothing.</summary>
internal sealed unsafe class NativeBlock : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly NativePages _owner;

    public NativeBlock(NativePages owner, byte* address, nuint length)
        : base(ownsHandle: true)
    {
        _owner = owner;
        Length = length;
        SetHandle((nint)address);
    }

    public byte* Address => (byte*)handle;

    public nuint Length { get; }

    protected override bool ReleaseHandle()
    {
        _owner.Free(Address, Length);
        return true;
    }
}

internal static unsafe partial class MemoryAdvice
{
    /// <summary>MADV_HUGEPAGE of Linux.</summary>
    public const int HugePages = 14;

    /// <summary>MADV_POPULATE_READ of Linux 5.14 and later.</summary>
    private const int PopulateRead = 22;

    /// <summary>Bad address, input or output error, and memory or disk page broken: what is mapped cannot be read.</summary>
    private static readonly int[] Unreadable = [14, 5, 133];

    /// <summary>Advice only: whatever it answers, the memory is good.</summary>
    [LibraryImport("libc", EntryPoint = "madvise", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Advise(void* address, nuint length, int advice);

    /// <summary>
    /// Reads a mapped file into memory at once. What a disk cannot give is an error here; met at first touch, it would end the process.
    /// </summary>
    /// <returns>False when it cannot be read; true also where the system knows no such advice.</returns>
    public static bool TryRead(void* address, nuint length) =>
        !OperatingSystem.IsLinux() || Advise(address, length, PopulateRead) == 0 || !Unreadable.Contains(Marshal.GetLastPInvokeError());
}
