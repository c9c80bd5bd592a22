using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace FaceMatch.Index.Kernels;

/// <summary>Which instructions a scan uses. All give the same results, bit for bit.</summary>
public enum KernelChoice
{
    /// <summary>The widest that this processor has.</summary>
    Best,
    Avx512,
    Avx2,
    Arm,
    Portable,
}

/// <summary>Queries as int8 codes from -64 to 64.</summary>
internal readonly unsafe struct CoarseQueries(sbyte* codes, int* sums, int count)
{
    public const int MaxCode = 64;

    /// <summary>Count x stride.</summary>
    public sbyte* Codes { get; } = codes;

    /// <summary>Of the codes of each query.</summary>
    public int* Sums { get; } = sums;

    public int Count { get; } = count;

    public CoarseQueries From(int query, int stride) => new(Codes + (nint)query * stride, Sums + query, Count - query);
}

/// <summary>What turns an integer dot product into an upper bound of the cosine; see <see cref="Exact.Quantizer"/>.</summary>
internal readonly record struct ScreenTerms(float QueryScale, float RadiusFactor, float Slack);

/// <summary>
/// The inner loops of a scan. Every row is met by a coarse query of 7 bits and a sign, which a processor multiplies at the speed
/// of memory; the few in a hundred thousand that its wider bound cannot exclude are met again by int16 codes, which leave the row's own
/// rounding as the only error that matters.
/// </summary>
internal abstract unsafe class VectorKernel
{
    /// <summary>Rows of one block: one word of a liveness bitmap, and 32 KB of 512-d rows, which stay in the L1 cache
    /// while the queries of a batch pass over them.</summary>
    public const int BlockRows = 64;

    /// <summary>int8 rows are padded with zeros to this many bytes: one cache line, one AVX-512 register.</summary>
    public const int RowAlignment = 64;

    /// <summary>Float dot products are summed in this many lanes by every kernel, so that all round alike.</summary>
    public const int FloatLanes = 32;

    /// <summary>What makes a row's codes unsigned, as the multiplication of bytes on x86 wants one side.</summary>
    protected const int RowOffset = 128;

    public abstract KernelChoice Choice { get; }

    /// <summary>Dot products of every query with every row.</summary>
    /// <param name="rows">int8 codes, <paramref name="rowCount"/> x <paramref name="stride"/>, 64-byte aligned.</param>
    /// <param name="rowCount">1 to <see cref="BlockRows"/>.</param>
    /// <param name="stride">Multiple of <see cref="RowAlignment"/>.</param>
    /// <param name="dots">As many x <see cref="BlockRows"/> as there are queries; the row of a query is filled up to rowCount.</param>
    public abstract void Dot(CoarseQueries queries, sbyte* rows, int rowCount, int stride, int* dots);

    /// <summary>Dot product of a query of int16 codes with one row.</summary>
    public abstract int Dot(short* query, sbyte* row, int stride);

    /// <summary>
    /// Float32 dot product in the one order of summation that defines a score: lane i sums products i, i + 32, ... without
    /// fused rounding, then lanes are folded in halves.
    /// </summary>
    /// <param name="length">Multiple of <see cref="FloatLanes"/>.</param>
    public abstract float Dot(float* left, float* right, int length);

    /// <summary>
    /// Bit i is set when dots[i] * (scales[i] * QueryScale) + (radii[i] * RadiusFactor + Slack) >= threshold. Reads a
    /// whole block; bits at and past the rows in use are the caller's to mask.
    /// </summary>
    public abstract ulong Screen(int* dots, float* scales, float* radii, in ScreenTerms terms, float threshold);

    /// <summary>Reads the bytes and does nothing with them: the floor of any scan's time.</summary>
    /// <param name="length">Multiple of <see cref="RowAlignment"/>.</param>
    [SkipLocalsInit]
    public static ulong Touch(byte* bytes, nuint length)
    {
        var a = Vector512<ulong>.Zero;
        var b = Vector512<ulong>.Zero;
        nuint i = 0;
        for (; i + 128 <= length; i += 128)
        {
            a ^= Vector512.Load((ulong*)(bytes + i));
            b ^= Vector512.Load((ulong*)(bytes + i + 64));
        }

        for (; i < length; i += 64)
            a ^= Vector512.Load((ulong*)(bytes + i));
        return Vector512.Sum(a ^ b);
    }

    public static VectorKernel Create(KernelChoice choice) => choice switch
    {
        KernelChoice.Best when Avx512BW.IsSupported => new Avx512Kernel(),
        KernelChoice.Best when Avx2.IsSupported => new Avx2Kernel(),
        KernelChoice.Best when Dp.IsSupported => new ArmKernel(),
        KernelChoice.Best or KernelChoice.Portable => new PortableKernel(),
        KernelChoice.Avx512 when Avx512BW.IsSupported => new Avx512Kernel(),
        KernelChoice.Avx2 when Avx2.IsSupported => new Avx2Kernel(),
        KernelChoice.Arm when Dp.IsSupported => new ArmKernel(),
        _ => throw new NotSupportedException($"This processor does not run the {choice} kernel; set Kernel to Best."),
    };

    public static bool Supports(KernelChoice choice) => choice switch
    {
        KernelChoice.Best or KernelChoice.Portable => true,
        KernelChoice.Avx512 => Avx512BW.IsSupported,
        KernelChoice.Avx2 => Avx2.IsSupported,
        KernelChoice.Arm => Dp.IsSupported,
        _ => false,
    };
}
