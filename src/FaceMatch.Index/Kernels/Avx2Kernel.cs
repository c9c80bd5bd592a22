using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaceMatch.Index.Kernels;

/// <summary>256-bit twin of <see cref="Avx512Kernel"/>; sixteen registers leave room for tiles of two by four.</summary>
internal sealed unsafe class Avx2Kernel : VectorKernel
{
    private const int Step = 32;

    public override KernelChoice Choice => KernelChoice.Avx2;

    [SkipLocalsInit]
    public override void Dot(CoarseQueries queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var query = 0;
        for (; query + 2 <= queries.Count; query += 2)
            TwoQueries(queries.From(query, stride), rows, rowCount, stride, dots + query * BlockRows);
        if (query < queries.Count)
            OneQuery(queries.From(query, stride), rows, rowCount, stride, dots + query * BlockRows);
    }

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
            dots[row] = Vector256.Sum(OneRow(codes, (byte*)rows + (nint)row * stride, stride)) - offset;
    }

    private static void TwoQueries(CoarseQueries queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        // In registers over the loop: as constants they would be read from memory each time.
        var flip = Vector256.Create((byte)RowOffset);
        var ones = Vector256.Create((short)1);
        var q0 = queries.Codes;
        var q1 = q0 + stride;
        var (offset0, offset1) = (RowOffset * queries.Sums[0], RowOffset * queries.Sums[1]);
        var row = 0;
        for (; row + 4 <= rowCount; row += 4)
        {
            var r0 = (byte*)rows + (nint)row * stride;
            var r1 = r0 + stride;
            var r2 = r1 + stride;
            var r3 = r2 + stride;
            Vector256<int> a00 = default, a01 = default, a02 = default, a03 = default;
            Vector256<int> a10 = default, a11 = default, a12 = default, a13 = default;
            for (var i = 0; i < stride; i += Step)
            {
                var x = Vector256.Load(q0 + i);
                var y = Vector256.Load(q1 + i);
                var w = Vector256.Load(r0 + i) ^ flip;
                a00 += Products(w, x, ones);
                a10 += Products(w, y, ones);
                w = Vector256.Load(r1 + i) ^ flip;
                a01 += Products(w, x, ones);
                a11 += Products(w, y, ones);
                w = Vector256.Load(r2 + i) ^ flip;
                a02 += Products(w, x, ones);
                a12 += Products(w, y, ones);
                w = Vector256.Load(r3 + i) ^ flip;
                a03 += Products(w, x, ones);
                a13 += Products(w, y, ones);
            }

            (Sums(a00, a01, a02, a03) - Vector128.Create(offset0)).Store(dots + row);
            (Sums(a10, a11, a12, a13) - Vector128.Create(offset1)).Store(dots + BlockRows + row);
        }

        for (; row < rowCount; row++)
        {
            var r = (byte*)rows + (nint)row * stride;
            dots[row] = Vector256.Sum(OneRow(q0, r, stride)) - offset0;
            dots[BlockRows + row] = Vector256.Sum(OneRow(q1, r, stride)) - offset1;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> OneRow(sbyte* query, byte* row, int stride)
    {
        // In registers over the loop: as constants they would be read from memory each time.
        var flip = Vector256.Create((byte)RowOffset);
        var ones = Vector256.Create((short)1);
        Vector256<int> a = default, b = default;
        for (var i = 0; i < stride; i += 2 * Step)
        {
            a += Products(Vector256.Load(row + i) ^ flip, Vector256.Load(query + i), ones);
            b += Products(Vector256.Load(row + i + Step) ^ flip, Vector256.Load(query + i + Step), ones);
        }

        return a + b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Products(Vector256<byte> row, Vector256<sbyte> query, Vector256<short> ones) =>
        Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(row, query), ones);

    public override int Dot(short* query, sbyte* row, int stride)
    {
        Vector256<int> a = default, b = default;
        for (var i = 0; i < stride; i += Step)
        {
            a += Avx2.MultiplyAddAdjacent(Widen(row + i), Vector256.Load(query + i));
            b += Avx2.MultiplyAddAdjacent(Widen(row + i + 16), Vector256.Load(query + i + 16));
        }

        return Vector256.Sum(a + b);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Widen(sbyte* codes) => Avx2.ConvertToVector256Int16(Vector128.Load(codes));

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
