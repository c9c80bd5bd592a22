using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceMatch.Index.Kernels;

/// <summary>Which instructions a scan uses. All give the same results, bit for bit.</summary>
public enum KernelChoice
{
    /// <summary>The widest that this processor has.</summary>
    Best,
    Avx512,
    Avx2,
    Portable,
}

/// <summary>What turns an integer dot product into an upper bound of the cosine; see <see cref="Exact.Quantizer"/>.</summary>
internal readonly record struct ScreenTerms(float QueryScale, float RadiusFactor, float Slack);

/// <summary>
/// The inner loops of a scan. Rows are int8, queries int16: the wide query costs nothing, since rows are widened to
/// int16 for the multiply anyway, and leaves the row's rounding as the only error that matters.
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

    /// <summary>
    /// How far ahead a single query asks for memory. CPU milliseconds of one core for 100,000 rows of 512, where only
    /// reading them took 1.21: row by row with this 1.38, with 2,048 bytes 1.42, with 8,192 2.17; four rows at a time 2.88,
    /// with prefetch 1.67. Past the end of a page it is a hint and no read.
    /// </summary>
    protected const int PrefetchBytes = 4096;

    public abstract KernelChoice Choice { get; }

    /// <summary>Dot products of every query with every row.</summary>
    /// <param name="queries">int16 codes, <paramref name="queryCount"/> x <paramref name="stride"/>.</param>
    /// <param name="rows">int8 codes, <paramref name="rowCount"/> x <paramref name="stride"/>, 64-byte aligned.</param>
    /// <param name="rowCount">1 to <see cref="BlockRows"/>.</param>
    /// <param name="stride">Multiple of <see cref="RowAlignment"/>.</param>
    /// <param name="dots">queryCount x <see cref="BlockRows"/>; the row of a query is filled up to rowCount.</param>
    public abstract void Dot(short* queries, int queryCount, sbyte* rows, int rowCount, int stride, int* dots);

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
        KernelChoice.Best or KernelChoice.Portable => new PortableKernel(),
        KernelChoice.Avx512 when Avx512BW.IsSupported => new Avx512Kernel(),
        KernelChoice.Avx2 when Avx2.IsSupported => new Avx2Kernel(),
        _ => throw new NotSupportedException($"This processor does not run the {choice} kernel; set Kernel to Best."),
    };

    public static bool Supports(KernelChoice choice) => choice switch
    {
        KernelChoice.Best or KernelChoice.Portable => true,
        KernelChoice.Avx512 => Avx512BW.IsSupported,
        KernelChoice.Avx2 => Avx2.IsSupported,
        _ => false,
    };
}
