using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaceMatch.Index.Kernels;

/// <summary>128-bit vectors of any processor (ARM's Advanced SIMD, SSE2), or plain arithmetic where there are none.</summary>
internal sealed unsafe class PortableKernel : VectorKernel
{
    private const int Step = 16;

    public override KernelChoice Choice => KernelChoice.Portable;

    [SkipLocalsInit]
    public override void Dot(CoarseQueries queries, sbyte* rows, int rowCount, int stride, int* dots)
    {
        for (var query = 0; query < queries.Count; query++)
        {
            for (var row = 0; row < rowCount; row++)
                dots[query * BlockRows + row] = OneRow(queries.From(query, stride).Codes, rows + (nint)row * stride, stride);
        }
    }

    /// <summary>Four products of 127 x 64 at most are inside int16, so that many are added before they are widened.</summary>
    private static int OneRow(sbyte* query, sbyte* row, int stride)
    {
        Vector128<int> sum = default;
        for (var i = 0; i < stride; i += 2 * Step)
        {
            var (r0, r1) = Vector128.Widen(Vector128.Load(row + i));
            var (r2, r3) = Vector128.Widen(Vector128.Load(row + i + Step));
            var (q0, q1) = Vector128.Widen(Vector128.Load(query + i));
            var (q2, q3) = Vector128.Widen(Vector128.Load(query + i + Step));
            var (low, high) = Vector128.Widen((r0 * q0 + r1 * q1) + (r2 * q2 + r3 * q3));
            sum += low + high;
        }

        return Vector128.Sum(sum);
    }

    public override int Dot(short* query, sbyte* row, int stride)
    {
        Vector128<int> sum = default;
        for (var i = 0; i < stride; i += 8)
        {
            var (r0, r1) = Vector128.Widen(Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(row + i)).AsSByte()));
            var (q0, q1) = Vector128.Widen(Vector128.Load(query + i));
            sum += r0 * q0 + r1 * q1;
        }

        return Vector128.Sum(sum);
    }

    [SkipLocalsInit]
    public override float Dot(float* left, float* right, int length)
    {
        Vector128<float> a = default, b = default, c = default, d = default;
        Vector128<float> e = default, f = default, g = default, h = default;
        for (var i = 0; i < length; i += FloatLanes)
        {
            a += Vector128.Load(left + i) * Vector128.Load(right + i);
            b += Vector128.Load(left + i + 4) * Vector128.Load(right + i + 4);
            c += Vector128.Load(left + i + 8) * Vector128.Load(right + i + 8);
            d += Vector128.Load(left + i + 12) * Vector128.Load(right + i + 12);
            e += Vector128.Load(left + i + 16) * Vector128.Load(right + i + 16);
            f += Vector128.Load(left + i + 20) * Vector128.Load(right + i + 20);
            g += Vector128.Load(left + i + 24) * Vector128.Load(right + i + 24);
            h += Vector128.Load(left + i + 28) * Vector128.Load(right + i + 28);
        }

        return LaneFold.Sum(((a + e) + (c + g)) + ((b + f) + (d + h)));
    }

    [SkipLocalsInit]
    public override ulong Screen(int* dots, float* scales, float* radii, in ScreenTerms terms, float threshold)
    {
        ulong mask = 0;
        for (var i = 0; i < BlockRows; i++)
        {
            var upper = dots[i] * (scales[i] * terms.QueryScale) + (radii[i] * terms.RadiusFactor + terms.Slack);
            mask |= upper >= threshold ? 1UL << i : 0;
        }

        return mask;
    }
}
