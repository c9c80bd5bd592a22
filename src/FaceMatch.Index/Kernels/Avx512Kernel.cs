using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceMatch.Index.Kernels;

/// <summary>512-bit: sign-extend 32 bytes to int16, multiply and add pairs into int32 (vpmaddwd), exactly.</summary>
internal sealed unsafe class Avx512Kernel : VectorKernel
{
    private const int Step = 32;

    public override KernelChoice Choice => KernelChoice.Avx512;

    [SkipLocalsInit]
    public override void Dot(short* queries, int queryCount, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var query = 0;
        for (; query + 4 <= queryCount; query += 4)
            FourQueries(queries + (nint)query * stride, rows, rowCount, stride, dots + query * BlockRows);
        for (; query < queryCount; query++)
            OneQuery(queries + (nint)query * stride, rows, rowCount, stride, dots + query * BlockRows);
    }

    /// <summary>Row after row, as the memory streams best.</summary>
    private static void OneQuery(short* query, sbyte* rows, int rowCount, int stride, int* dots)
    {
        for (var row = 0; row < rowCount; row++)
            dots[row] = OneRow(query, rows + (nint)row * stride, stride);
    }

    private static void FourQueries(short* queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var q0 = queries;
        var q1 = q0 + stride;
        var q2 = q1 + stride;
        var q3 = q2 + stride;
        var row = 0;
        for (; row + 4 <= rowCount; row += 4)
        {
            var r0 = rows + (nint)row * stride;
            var r1 = r0 + stride;
            var r2 = r1 + stride;
            var r3 = r2 + stride;
            Vector512<int> a00 = default, a01 = default, a02 = default, a03 = default;
            Vector512<int> a10 = default, a11 = default, a12 = default, a13 = default;
            Vector512<int> a20 = default, a21 = default, a22 = default, a23 = default;
            Vector512<int> a30 = default, a31 = default, a32 = default, a33 = default;
            for (var i = 0; i < stride; i += Step)
            {
                var w0 = Widen(r0 + i);
                var w1 = Widen(r1 + i);
                var w2 = Widen(r2 + i);
                var w3 = Widen(r3 + i);
                var q = Vector512.Load(q0 + i);
                a00 += Avx512BW.MultiplyAddAdjacent(w0, q);
                a01 += Avx512BW.MultiplyAddAdjacent(w1, q);
                a02 += Avx512BW.MultiplyAddAdjacent(w2, q);
                a03 += Avx512BW.MultiplyAddAdjacent(w3, q);
                q = Vector512.Load(q1 + i);
                a10 += Avx512BW.MultiplyAddAdjacent(w0, q);
                a11 += Avx512BW.MultiplyAddAdjacent(w1, q);
                a12 += Avx512BW.MultiplyAddAdjacent(w2, q);
                a13 += Avx512BW.MultiplyAddAdjacent(w3, q);
                q = Vector512.Load(q2 + i);
                a20 += Avx512BW.MultiplyAddAdjacent(w0, q);
                a21 += Avx512BW.MultiplyAddAdjacent(w1, q);
                a22 += Avx512BW.MultiplyAddAdjacent(w2, q);
                a23 += Avx512BW.MultiplyAddAdjacent(w3, q);
                q = Vector512.Load(q3 + i);
                a30 += Avx512BW.MultiplyAddAdjacent(w0, q);
                a31 += Avx512BW.MultiplyAddAdjacent(w1, q);
                a32 += Avx512BW.MultiplyAddAdjacent(w2, q);
                a33 += Avx512BW.MultiplyAddAdjacent(w3, q);
            }

            Sums(a00, a01, a02, a03).Store(dots + row);
            Sums(a10, a11, a12, a13).Store(dots + BlockRows + row);
            Sums(a20, a21, a22, a23).Store(dots + 2 * BlockRows + row);
            Sums(a30, a31, a32, a33).Store(dots + 3 * BlockRows + row);
        }

        for (; row < rowCount; row++)
        {
            var r = rows + (nint)row * stride;
            dots[row] = OneRow(q0, r, stride);
            dots[BlockRows + row] = OneRow(q1, r, stride);
            dots[2 * BlockRows + row] = OneRow(q2, r, stride);
            dots[3 * BlockRows + row] = OneRow(q3, r, stride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int OneRow(short* query, sbyte* row, int stride)
    {
        Vector512<int> a0 = default, a1 = default, a2 = default, a3 = default;
        var i = 0;
        for (; i + 4 * Step <= stride; i += 4 * Step)
        {
            Sse.Prefetch0(row + i + PrefetchBytes);
            Sse.Prefetch0(row + i + PrefetchBytes + RowAlignment);
            a0 += Avx512BW.MultiplyAddAdjacent(Widen(row + i), Vector512.Load(query + i));
            a1 += Avx512BW.MultiplyAddAdjacent(Widen(row + i + Step), Vector512.Load(query + i + Step));
            a2 += Avx512BW.MultiplyAddAdjacent(Widen(row + i + 2 * Step), Vector512.Load(query + i + 2 * Step));
            a3 += Avx512BW.MultiplyAddAdjacent(Widen(row + i + 3 * Step), Vector512.Load(query + i + 3 * Step));
        }

        for (; i < stride; i += 2 * Step)
        {
            Sse.Prefetch0(row + i + PrefetchBytes);
            a0 += Avx512BW.MultiplyAddAdjacent(Widen(row + i), Vector512.Load(query + i));
            a1 += Avx512BW.MultiplyAddAdjacent(Widen(row + i + Step), Vector512.Load(query + i + Step));
        }

        return Vector512.Sum((a0 + a1) + (a2 + a3));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Widen(sbyte* codes) => Avx512BW.ConvertToVector512Int16(Vector256.Load(codes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sums(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d)
    {
        var ab = Avx2.HorizontalAdd(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper());
        var cd = Avx2.HorizontalAdd(c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
        var abcd = Avx2.HorizontalAdd(ab, cd);
        return abcd.GetLower() + abcd.GetUpper();
    }

    [SkipLocalsInit]
    public override float Dot(float* left, float* right, int length)
    {
        Vector512<float> a = default, b = default;
        for (var i = 0; i < length; i += FloatLanes)
        {
            a += Vector512.Load(left + i) * Vector512.Load(right + i);
            b += Vector512.Load(left + i + 16) * Vector512.Load(right + i + 16);
        }

        var sum16 = a + b;
        var sum8 = sum16.GetLower() + sum16.GetUpper();
        return LaneFold.Sum(sum8.GetLower() + sum8.GetUpper());
    }

    [SkipLocalsInit]
    public override ulong Screen(int* dots, float* scales, float* radii, in ScreenTerms terms, float threshold)
    {
        var scale = Vector512.Create(terms.QueryScale);
        var factor = Vector512.Create(terms.RadiusFactor);
        var slack = Vector512.Create(terms.Slack);
        var least = Vector512.Create(threshold);
        ulong mask = 0;
        for (var i = 0; i < BlockRows; i += 16)
        {
            var cosine = Vector512.ConvertToSingle(Vector512.Load(dots + i)) * (Vector512.Load(scales + i) * scale);
            var upper = cosine + (Vector512.Load(radii + i) * factor + slack);
            mask |= Vector512.GreaterThanOrEqual(upper, least).ExtractMostSignificantBits() << i;
        }

        return mask;
    }
}
