using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using FaceMatch.Index.Kernels;

namespace FaceMatch.Benchmarks.Search;

/// <summary>One block of rows that is in the cache already: the arithmetic alone, kernel against kernel.</summary>
[MemoryDiagnoser]
public unsafe class KernelBenchmarks
{
    private const int Stride = 512;
    private const int Queries = 32;

    private VectorKernel _kernel = null!;
    private sbyte* _rows;
    private sbyte* _queries;
    private int* _sums;
    private int* _dots;

    [Params(KernelChoice.Avx512, KernelChoice.Avx2, KernelChoice.Portable)]
    public KernelChoice Kernel { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _kernel = VectorKernel.Create(Kernel);
        _rows = (sbyte*)NativeMemory.AlignedAlloc(VectorKernel.BlockRows * Stride, 64);
        _queries = (sbyte*)NativeMemory.AlignedAlloc(Queries * Stride, 64);
        _sums = (int*)NativeMemory.AlignedAlloc(Queries * sizeof(int), 64);
        new Span<int>(_sums, Queries).Clear();
        _dots = (int*)NativeMemory.AlignedAlloc(Queries * VectorKernel.BlockRows * sizeof(int), 64);
        var random = new Random(1);
        for (var i = 0; i < VectorKernel.BlockRows * Stride; i++)
            _rows[i] = (sbyte)random.Next(-127, 128);
        for (var i = 0; i < Queries * Stride; i++)
        {
            _queries[i] = (sbyte)random.Next(-CoarseQueries.MaxCode, CoarseQueries.MaxCode + 1);
            _sums[i / Stride] += _queries[i];
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        NativeMemory.AlignedFree(_rows);
        NativeMemory.AlignedFree(_queries);
        NativeMemory.AlignedFree(_sums);
        NativeMemory.AlignedFree(_dots);
    }

    [Benchmark(OperationsPerInvoke = VectorKernel.BlockRows)]
    public void One_query_a_row() => _kernel.Dot(new CoarseQueries(_queries, _sums, 1), _rows, VectorKernel.BlockRows, Stride, _dots);

    [Benchmark(OperationsPerInvoke = VectorKernel.BlockRows * Queries)]
    public void One_of_32_queries_a_row() => _kernel.Dot(new CoarseQueries(_queries, _sums, Queries), _rows, VectorKernel.BlockRows, Stride, _dots);
}
