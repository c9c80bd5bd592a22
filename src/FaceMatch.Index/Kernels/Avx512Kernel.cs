using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceMatch.Index.Kernels;

/// <summary>
/// 512-bit: 64 products of a row with unsigned codes and a query with signed ones at a time, in pairs (vpmaddubsw), the pairs
/// into int32 (vpmaddwd). Rows get 128 added on the way, and 128 x the sum of the query's codes is taken off at the end. A pair is
/// at most 2 x 255 x 64, inside int16.
/// </summary>
internal sealed unsafe class Avx512Kernel : VectorKernel
{
    private const int Step = 64;

    public override KernelChoice Choice => KernelChoice.Avx512;

    [SkipLocalsInit]
    public override void Dot(CoarseQueries queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var query = 0;
        for (; query + 4 <= queries.Count; query += 4)
            FourQueries(queries.From(query, stride), rows, rowCount, stride, dots + query * BlockRows);
        for (; query < queries.Count; query++)
            OneQuery(queries.From(query, stride), rows, rowCount, stride, dots + query * BlockRows);
    }

    /// <summary>Row after row, as the memory streams best; the lanes of four rows are added up together.</summary>
    private static void OneQuery(CoarseQueries query, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var codes = query.Codes;
        var offset = RowOffset * query.Sums[0];
        var row = 0;
        for (; row + 4 <= rowCount; row += 4)
        {
            var r = (byte*)rows + (nint)row * stride;
            var a = OneRow(codes, r, stride);
            var b = OneRow(codes, r + stride, stride);
            var c = OneRow(codes, r + 2 * stride, stride);
            var d = OneRow(codes, r + 3 * stride, stride);
            (Sums(a, b, c, d) - Vector128.Create(offset)).Store(dots + row);
        }

        for (; row < rowCount; row++)
            dots[row] = Vector512.Sum(OneRow(codes, (byte*)rows + (nint)row * stride, stride)) - offset;
    }

    private static void FourQueries(CoarseQueries queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        // In registers over the loop: as constants they would be read from memory each time.
        var flip = Vector512.Create((byte)RowOffset);
        var ones = Vector512.Create((short)1);
        var q0 = queries.Codes;
        var q1 = q0 + stride;
        var q2 = q1 + stride;
        var q3 = q2 + stride;
        var sums = queries.Sums;
        var row = 0;
        for (; row + 4 <= rowCount; row += 4)
        {
            var r0 = (byte*)rows + (nint)row * stride;
            var r1 = r0 + stride;
            var r2 = r1 + stride;
            var r3 = r2 + stride;
            Vector512<int> a00 = default, a01 = default, a02 = default, a03 = default;
            Vector512<int> a10 = default, a11 = default, a12 = default, a13 = default;
            Vector512<int> a20 = default, a21 = default, a22 = default, a23 = default;
            Vector512<int> a30 = default, a31 = default, a32 = default, a33 = default;
            for (var i = 0; i < stride; i += Step)
            {
                var w0 = Vector512.Load(r0 + i) ^ flip;
                var w1 = Vector512.Load(r1 + i) ^ flip;
                var w2 = Vector512.Load(r2 + i) ^ flip;
                var w3 = Vector512.Load(r3 + i) ^ flip;
                var q = Vector512.Load(q0 + i);
                a00 += Products(w0, q, ones);
                a01 += Products(w1, q, ones);
                a02 += Products(w2, q, ones);
                a03 += Products(w3, q, ones);
                q = Vector512.Load(q1 + i);
                a10 += Products(w0, q, ones);
                a11 += Products(w1, q, ones);
                a12 += Products(w2, q, ones);
                a13 += Products(w3, q, ones);
                q = Vector512.Load(q2 + i);
                a20 += Products(w0, q, ones);
                a21 += Products(w1, q, ones);
                a22 += Products(w2, q, ones);
                a23 += Products(w3, q, ones);
                q = Vector512.Load(q3 + i);
                a30 += Products(w0, q, ones);
                a31 += Products(w1, q, ones);
                a32 += Products(w2, q, ones);
                a33 += Products(w3, q, ones);
            }

            (Sums(a00, a01, a02, a03) - Vector128.Create(RowOffset * sums[0])).Store(dots + row);
            (Sums(a10, a11, a12, a13) - Vector128.Create(RowOffset * sums[1])).Store(dots + BlockRows + row);
            (Sums(a20, a21, a22, a23) - Vector128.Create(RowOffset * sums[2])).Store(dots + 2 * BlockRows + row);
            (Sums(a30, a31, a32, a33) - Vector128.Create(RowOffset * sums[3])).Store(dots + 3 * BlockRows + row);
        }

        for (; row < rowCount; row++)
        {
            for (var query = 0; query < 4; query++)
            {
                var products = OneRow(q0 + query * stride, (byte*)rows + (nint)row * stride, stride);
                dots[query * BlockRows + row] = Vector512.Sum(products) - RowOffset * sums[query];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> OneRow(sbyte* query, byte* row, int stride)
    {
        // In registers over the loop: as constants they would be read from memory each time.
        var flip = Vector512.Create((byte)RowOffset);
        var ones = Vector512.Create((short)1);
        Vector512<int> a = default, b = default;
        var i = 0;
        for (; i + 2 * Step <= stride; i += 2 * Step)
        {
            a += Products(Vector512.Load(row + i) ^ flip, Vector512.Load(query + i), ones);
            b += Products(Vector512.Load(row + i + Step) ^ flip, Vector512.Load(query + i + Step), ones);
        }

        if (i < stride)
            a += Products(Vector512.Load(row + i) ^ flip, Vector512.Load(query + i), ones);
        return a + b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> Products(Vector512<byte> row, Vector512<sbyte> query, Vector512<short> ones) =>
        Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(row, query), ones);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<int> Sums(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d)
    {
        var ab = Avx2.HorizontalAdd(a.GetLower() + a.GetUpper(), b.GetLower() + b.GetUpper());
        var cd = Avx2.HorizontalAdd(c.GetLower() + c.GetUpper(), d.GetLower() + d.GetUpper());
        var abcd = Avx2.HorizontalAdd(ab, cd);
        return abcd.GetLower() + abcd.GetUpper();
    }

    public override int Dot(short* query, sbyte* row, int stride)
    {
        Vector512<int> a = default, b = default;
        for (var i = 0; i < stride; i += Step)
        {
            a += Avx512BW.MultiplyAddAdjacent(Widen(row + i), Vector512.Load(query + i));
            b += Avx512BW.MultiplyAddAdjacent(Widen(row + i + 32), Vector512.Load(query + i + 32));
        }

        return Vector512.Sum(a + b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Widen(sbyte* codes) => Avx512BW.ConvertToVector512Int16(Vector256.Load(codes));

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
