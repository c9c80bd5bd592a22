using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace FaceMatch.Index.Kernels;

/// <summary>ARM with the dot product instructions (SDOT, Armv8.2 and every server since): four int8 products into each int32 lane.</summary>
internal sealed unsafe class ArmKernel : VectorKernel
{
    private const int Step = 16;

    private readonly PortableKernel _portable = new();

    public override KernelChoice Choice => KernelChoice.Arm;

    [SkipLocalsInit]
    public override void Dot(CoarseQueries queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var query = 0;
        for (; query + 2 <= queries.Count; query += 2)
            TwoQueries(queries.From(query, stride).Codes, rows, rowCount, stride, dots + query * BlockRows);
        if (query < queries.Count)
            OneQuery(queries.From(query, stride).Codes, rows, rowCount, stride, dots + query * BlockRows);
    }

    private static void OneQuery(sbyte* query, sbyte* rows, int rowCount, int stride, int* dots)
    {
        for (var row = 0; row < rowCount; row++)
        {
            var r = rows + (nint)row * stride;
            Vector128<int> a = default, b = default, c = default, d = default;
            for (var i = 0; i < stride; i += 4 * Step)
            {
                a = Dp.DotProduct(a, Vector128.Load(r + i), Vector128.Load(query + i));
                b = Dp.DotProduct(b, Vector128.Load(r + i + Step), Vector128.Load(query + i + Step));
                c = Dp.DotProduct(c, Vector128.Load(r + i + 2 * Step), Vector128.Load(query + i + 2 * Step));
                d = Dp.DotProduct(d, Vector128.Load(r + i + 3 * Step), Vector128.Load(query + i + 3 * Step));
            }

            dots[row] = Vector128.Sum((a + b) + (c + d));
        }
    }

    private static void TwoQueries(sbyte* queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        var q1 = queries + stride;
        for (var row = 0; row < rowCount; row++)
        {
            var r = rows + (nint)row * stride;
            Vector128<int> a0 = default, b0 = default, a1 = default, b1 = default;
            for (var i = 0; i < stride; i += 2 * Step)
            {
                var low = Vector128.Load(r + i);
                var high = Vector128.Load(r + i + Step);
                a0 = Dp.DotProduct(a0, low, Vector128.Load(queries + i));
                b0 = Dp.DotProduct(b0, high, Vector128.Load(queries + i + Step));
                a1 = Dp.DotProduct(a1, low, Vector128.Load(q1 + i));
                b1 = Dp.DotProduct(b1, high, Vector128.Load(q1 + i + Step));
            }

            dots[row] = Vector128.Sum(a0 + b0);
            dots[BlockRows + row] = Vector128.Sum(a1 + b1);
        }
    }

    /// <summary>For a few rows of a search only: what any processor does is quick enough.</summary>
    public override int Dot(short* query, sbyte* row, int stride) => _portable.Dot(query, row, stride);

    /// <summary>The portable one is 128 bits wide already.</summary>
    public override float Dot(float* left, float* right, int length) => _portable.Dot(left, right, length);

    [SkipLocalsInit]
    public override ulong Screen(int* dots, float* scales, float* radii, in ScreenTerms terms, float threshold)
    {
        var scale = Vector128.Create(terms.QueryScale);
        var factor = Vector128.Create(terms.RadiusFactor);
        var slack = Vector128.Create(terms.Slack);
        var least = Vector128.Create(threshold);
        ulong mask = 0;
        for (var i = 0; i < BlockRows; i += 4)
        {
            var cosine = Vector128.ConvertToSingle(Vector128.Load(dots + i)) * (Vector128.Load(scales + i) * scale);
            var upper = cosine + (Vector128.Load(radii + i) * factor + slack);
            mask |= (ulong)Vector128.GreaterThanOrEqual(upper, least).ExtractMostSignificantBits() << i;
        }

        return mask;
    }
}
