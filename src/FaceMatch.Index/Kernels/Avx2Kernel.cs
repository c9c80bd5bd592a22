using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceMatch.Index.Kernels;

/// <summary>256-bit twin of <see cref="Avx512Kernel"/>; sixteen registers leave room for tiles of two by four.</summary>
internal sealed unsafe class Avx2Kernel : VectorKernel
{
    private const int Step = 16;

    public override KernelChoice Choice => KernelChoice.Avx2;

    [SkipLocalsInit]
    public override void Dot(short* queries, int queryCount, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var query = 0;
        for (; query + 2 <= queryCount; query += 2)
            TwoQueries(queries + (nint)query * stride, rows, rowCount, stride, dots + query * BlockRows);
        if (query < queryCount)
            OneQuery(queries + (nint)query * stride, rows, rowCount, stride, dots + query * BlockRows);
    }

    private static void OneQuery(short* query, sbyte* rows, int rowCount, int stride, int* dots)
    {
        for (var row = 0; row < rowCount; row++)
            dots[row] = OneRow(query, rows + (nint)row * stride, stride);
    }

    private static void TwoQueries(short* queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var q0 = queries;
        var q1 = q0 + stride;
        var row = 0;
        for (; row + 4 <= rowCount; row += 4)
        {
            var r0 = rows + (nint)row * stride;
            var r1 = r0 + stride;
            var r2 = r1 + stride;
            var r3 = r2 + stride;
            Vector256<int> a00 = default, a01 = default, a02 = default, a03 = default;
            Vector256<int> a10 = default, a11 = default, a12 = default, a13 = default;
            for (var i = 0; i < stride; i += Step)
            {
                var x = Vector256.Load(q0 + i);
                var y = Vector256.Load(q1 + i);
                var w = Widen(r0 + i);
                a00 += Avx2.MultiplyAddAdjacent(w, x);
                a10 += Avx2.MultiplyAddAdjacent(w, y);
                w = Widen(r1 + i);
                a01 += Avx2.MultiplyAddAdjacent(w, x);
                a11 += Avx2.MultiplyAddAdjacent(w, y);
                w = Widen(r2 + i);
                a02 += Avx2.MultiplyAddAdjacent(w, x);
                a12 += Avx2.MultiplyAddAdjacent(w, y);
                w = Widen(r3 + i);
                a03 += Avx2.MultiplyAddAdjacent(w, x);
                a13 += Avx2.MultiplyAddAdjacent(w, y);
            }

            Sums(a00, a01, a02, a03).Store(dots + row);
            Sums(a10, a11, a12, a13).Store(dots + BlockRows + row);
        }

        for (; row < rowCount; row++)
        {
            dots[row] = OneRow(q0, rows + (nint)row * stride, stride);
            dots[BlockRows + row] = OneRow(q1, rows + (nint)row * stride, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OneRow(short* query, sbyte* row, int stride)
    {
        Vector256<int> a0 = default, a1 = default, a2 = default, a3 = default;
        for (var i = 0; i < stride; i += 4 * Step)
        {
            Sse.Prefetch0(row + i + PrefetchBytes);
            a0 += Avx2.MultiplyAddAdjacent(Widen(row + i), Vector256.Load(query + i));
            a1 += Avx2.MultiplyAddAdjacent(Widen(row + i + Step), Vector256.Load(query + i + Step));
            a2 += Avx2.MultiplyAddAdjacent(Widen(row + i + 2 * Step), Vector256.Load(query + i + 2 * Step));
            a3 += Avx2.MultiplyAddAdjacent(Widen(row + i + 3 * Step), Vector256.Load(query + i + 3 * Step));
        }

        return Vector256.Sum((a0 + a1) + (a2 + a3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(sbyte* codes) => Avx2.ConvertToVector256Int16(codes);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sums(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d)
    {
        var abcd = Avx2.HorizontalAdd(Avx2.HorizontalAdd(a, b), Avx2.HorizontalAdd(c, d));
        return abcd.GetLower() + abcd.GetUpper();
    }

    [SkipLocalsInit]
    public override float Dot(float* left, float* right, int length)
    {
        Vector256<float> a = default, b = default, c = default, d = default;
        for (var i = 0; i < length; i += FloatLanes)
        {
            a += Vector256.Load(left + i) * Vector256.Load(right + i);
            b += Vector256.Load(left + i + 8) * Vector256.Load(right + i + 8);
            c += Vector256.Load(left + i + 16) * Vector256.Load(right + i + 16);
            d += Vector256.Load(left + i + 24) * Vector256.Load(right + i + 24);
        }

        var sum8 = (a + c) + (b + d);
        return LaneFold.Sum(sum8.GetLower() + sum8.GetUpper());
    }

    [SkipLocalsInit]
    public override ulong Screen(int* dots, float* scales, float* radii, in ScreenTerms terms, float threshold)
    {
        var scale = Vector256.Create(terms.QueryScale);
        var factor = Vector256.Create(terms.RadiusFactor);
        var slack = Vector256.Create(terms.Slack);
        var least = Vector256.Create(threshold);
        ulong mask = 0;
        for (var i = 0; i < BlockRows; i += 8)
        {
            var cosine = Vector256.ConvertToSingle(Vector256.Load(dots + i)) * (Vector256.Load(scales + i) * scale);
            var upper = cosine + (Vector256.Load(radii + i) * factor + slack);
            mask |= (ulong)Vector256.GreaterThanOrEqual(upper, least).ExtractMostSignificantBits() << i;
        }

        return mask;
    }
}
