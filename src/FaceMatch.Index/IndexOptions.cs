using FaceMatch.Index.Kernels;

namespace FaceMatch.Index;

/// <param name="MaxParallelism">Threads of one search, its caller included; 0 is one a processor.</param>
/// <param name="PageSlots">Templates of a page, a multiple of 64. The default makes 512-d int8 pages one huge page of
/// memory, small enough to share out evenly and to be given back when a watchlist goes.</param>
public sealed record IndexOptions(
    int MaxParallelism = 0, int PageSlots = IndexOptions.DefaultPageSlots, KernelChoice Kernel = KernelChoice.Best)
{
    public const int DefaultPageSlots = 4096;

    /// <summary>Keeps an integer dot product inside int32 with at least 10 bits for a query code.</summary>
    public const int MaxDimensions = 8192;

    /// <summary>Keeps a page's addresses inside one allocation of a few hundred megabytes.</summary>
    public const int MaxPageSlots = 1 << 16;

    /// <summary>A reviewer sees at most 100; room for those who measure. Ranking costs grow with it.</summary>
    public const int MaxResults = 4096;

    /// <summary>Queries that one pass over the memory serves; more are served in several passes.</summary>
    public const int MaxBatch = 64;

    public const int MaxThreads = 256;

    /// <summary>Every fault, as a sentence that names the setting.</summary>
    public IReadOnlyList<string> Faults(int dimensions)
    {
        var faults = new List<string>();
        if (dimensions is < 1 or > MaxDimensions)
            faults.Add($"Dimensions is {dimensions}; it must be 1 to {MaxDimensions}.");
        if (MaxParallelism is < 0 or > MaxThreads)
            faults.Add($"MaxParallelism is {MaxParallelism}; it must be 0 (one a processor) to {MaxThreads}.");
        if (PageSlots is < VectorKernel.BlockRows or > MaxPageSlots || PageSlots % VectorKernel.BlockRows != 0)
            faults.Add($"PageSlots is {PageSlots}; it must be a multiple of {VectorKernel.BlockRows} up to {MaxPageSlots}.");
        if (!VectorKernel.Supports(Kernel))
            faults.Add($"Kernel is {Kernel}, which this processor does not run; Best always works.");
        return faults;
    }
}
