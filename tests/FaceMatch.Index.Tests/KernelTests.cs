using System.Runtime.InteropServices;
using CsCheck;
using FaceMatch.Index.Exact;
using FaceMatch.Index.Kernels;

namespace FaceMatch.Index.Tests;

public sealed unsafe class KernelTests
{
    private static readonly Gen<sbyte> RowCode = Gen.OneOf(
        Gen.SByte[-127, 127], Gen.Const((sbyte)-127), Gen.Const((sbyte)127));

    private static readonly Gen<short> WideCode = Gen.OneOf(
        Gen.Short[-32767, 32767], Gen.Const((short)-32767), Gen.Const((short)32767));

    private static readonly Gen<sbyte> CoarseCode = Gen.OneOf(
        Gen.SByte[-CoarseQueries.MaxCode, CoarseQueries.MaxCode], Gen.Const((sbyte)-CoarseQueries.MaxCode), Gen.Const((sbyte)CoarseQueries.MaxCode));

    private static readonly Gen<(sbyte[] Rows, sbyte[] Queries, int RowCount, int QueryCount, int Stride)> Blocks =
        Gen.Select(Gen.Int[1, VectorKernel.BlockRows], Gen.Int[1, 9], Gen.Int[1, 8]).SelectMany((rows, queries, units) =>
            Gen.Select(
                RowCode.Array[rows * units * VectorKernel.RowAlignment],
                CoarseCode.Array[queries * units * VectorKernel.RowAlignment],
                (r, q) => (r, q, rows, queries, units * VectorKernel.RowAlignment)));

    [Theory]
    [MemberData(nameof(Vectors.Kernels), MemberType = typeof(Vectors))]
    public void Integer_dot_products_are_exact_on_every_kernel(KernelChoice choice)
    {
        var kernel = VectorKernel.Create(choice);
        Blocks.Sample(
            block =>
            {
                var dots = Dots(kernel, block.Rows, block.Queries, block.RowCount, block.QueryCount, block.Stride);
                for (var query = 0; query < block.QueryCount; query++)
                {
                    for (var row = 0; row < block.RowCount; row++)
                    {
                        long expected = 0;
                        for (var i = 0; i < block.Stride; i++)
                            expected += block.Rows[row * block.Stride + i] * block.Queries[query * block.Stride + i];
                        if (dots[query * VectorKernel.BlockRows + row] != expected)
                            return false;
                    }
                }

                return true;
            },
            seed: "0000I7tn2Vx3",
            iter: 300);
    }

    [Theory]
    [MemberData(nameof(Vectors.Kernels), MemberType = typeof(Vectors))]
    public void The_product_with_a_query_of_16_bits_is_exact_on_every_kernel(KernelChoice choice)
    {
        var kernel = VectorKernel.Create(choice);
        Gen.Int[1, 8].SelectMany(units => Gen.Select(RowCode.Array[units * VectorKernel.RowAlignment], WideCode.Array[units * VectorKernel.RowAlignment])).Sample(
            (row, query) =>
            {
                fixed (sbyte* r = row)
                fixed (short* q = query)
                    return kernel.Dot(q, r, row.Length) == row.Zip(query, (a, b) => (long)a * b).Sum();
            },
            seed: "0000I7tn2Vx3",
            iter: 300);
    }

    [Theory]
    [MemberData(nameof(Vectors.Kernels), MemberType = typeof(Vectors))]
    public void The_largest_possible_products_do_not_overflow(KernelChoice choice)
    {
        var kernel = VectorKernel.Create(choice);
        foreach (var dimensions in new[] { 512, 1024, IndexOptions.MaxDimensions })
        {
            var equal = new float[dimensions];
            Array.Fill(equal, (float)(1 / Math.Sqrt(dimensions)));
            var (codes, wide) = (new sbyte[dimensions], new short[dimensions]);
            Quantizer.QuantizeCoarsely(equal, codes);
            Quantizer.QuantizeQuery(equal, wide);
            var row = new sbyte[dimensions];
            Quantizer.QuantizeRow(equal, row);
            var negative = row.Select(code => (sbyte)-code).ToArray();

            Assert.Equal(127L * codes[0] * dimensions, Dots(kernel, row, codes, 1, 1, dimensions)[0]);
            Assert.Equal(-127L * codes[0] * dimensions, Dots(kernel, negative, codes, 1, 1, dimensions)[0]);
            fixed (sbyte* r = negative)
            fixed (short* q = wide)
                Assert.Equal(-127L * wide[0] * dimensions, kernel.Dot(q, r, dimensions));
        }
    }

    [Theory]
    [MemberData(nameof(Vectors.Kernels), MemberType = typeof(Vectors))]
    public void Float_scores_are_the_same_bits_on_every_kernel(KernelChoice choice)
    {
        var kernel = VectorKernel.Create(choice);
        var random = new Random(7);
        foreach (var dimensions in new[] { 32, 128, 512, 544 })
        {
            for (var i = 0; i < 200; i++)
            {
                var (left, right) = (Vectors.Random(random, dimensions), Vectors.Random(random, dimensions));
                fixed (float* a = left, b = right)
                    Assert.Equal(Vectors.Score(left, right), kernel.Dot(a, b, dimensions));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Vectors.Kernels), MemberType = typeof(Vectors))]
    public void Screening_decides_alike_on_every_kernel(KernelChoice choice)
    {
        var kernel = VectorKernel.Create(choice);
        var portable = VectorKernel.Create(KernelChoice.Portable);
        var random = new Random(11);
        var dots = new int[VectorKernel.BlockRows];
        var (scales, radii) = (new float[VectorKernel.BlockRows], new float[VectorKernel.BlockRows]);
        for (var round = 0; round < 500; round++)
        {
            for (var i = 0; i < dots.Length; i++)
            {
                dots[i] = random.Next(int.MinValue, int.MaxValue);
                scales[i] = random.NextSingle() / 1000;
                radii[i] = random.NextSingle() / 100;
            }

            var terms = new ScreenTerms(random.NextSingle() / 1e6f, 1.0001f, 1e-6f);
            var some = random.Next(dots.Length);
            // On the edge for one row, so that >= and its rounding count.
            var threshold = dots[some] * (scales[some] * terms.QueryScale) + (radii[some] * terms.RadiusFactor + terms.Slack);
            fixed (int* d = dots)
            fixed (float* s = scales, r = radii)
            {
                var mask = kernel.Screen(d, s, r, terms, threshold);
                Assert.Equal(portable.Screen(d, s, r, terms, threshold), mask);
                Assert.NotEqual(0UL, mask & (1UL << some));
            }
        }
    }

    [Fact]
    public void The_error_bound_encloses_the_float_score()
    {
        var gen = Gen.Select(Gen.Int[2, 600], Gen.Int[0, int.MaxValue], Gen.Double[0, 2]);
        gen.Sample(
            (dimensions, seed, step) =>
            {
                var random = new Random(seed);
                var row = Vectors.Random(random, dimensions);
                var query = Vectors.Near(random, row, step);
                // One value dwarfs the rest: the worst that a scale of the whole vector can meet.
                if (seed % 3 == 0)
                    row[0] = 50;
                row = Vectors.Normalise(row);

                var stride = (dimensions + 63) / 64 * 64;
                var (codes, coarse, wide) = (new sbyte[stride], new sbyte[stride], new short[stride]);
                var (scale, radius) = Quantizer.QuantizeRow(row, codes);
                var (coarseTerms, _) = Quantizer.QuantizeCoarsely(query, coarse);
                return Encloses(coarseTerms, codes.Zip(coarse, (a, b) => a * b).Sum())
                    && Encloses(Quantizer.QuantizeQuery(query, wide), codes.Zip(wide, (a, b) => a * b).Sum());

                bool Encloses(ScreenTerms terms, int dot) =>
                    Math.Abs(dot * (scale * terms.QueryScale) - Vectors.Score(row, query)) <= radius * terms.RadiusFactor + terms.Slack;
            },
            seed: "0000Kd2mPq01",
            iter: 3000);
    }

    private static int[] Dots(VectorKernel kernel, sbyte[] rows, sbyte[] queries, int rowCount, int queryCount, int stride)
    {
        var dots = new int[queryCount * VectorKernel.BlockRows];
        var aligned = (sbyte*)NativeMemory.AlignedAlloc((nuint)rows.Length, 64);
        try
        {
            rows.CopyTo(new Span<sbyte>(aligned, rows.Length));
            var sums = queries.Chunk(stride).Select(query => query.Sum(code => code)).ToArray();
            fixed (sbyte* q = queries)
            fixed (int* d = dots, s = sums)
                kernel.Dot(new CoarseQueries(q, s, queryCount), aligned, rowCount, stride, d);
        }
        finally
        {
            NativeMemory.AlignedFree(aligned);
        }

        return dots;
    }
}
