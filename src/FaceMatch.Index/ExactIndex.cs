using FaceMatch.Index.Exact;
using FaceMatch.Index.Files;
using FaceMatch.Index.Kernels;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index;

/// <summary>
/// Exact cosine search: an int8 scan that excludes what provably is not among the best, and float32 for the rest. The
/// answer is that of a scan over all float32 vectors, in order and to the last bit of every score.
/// <para>
/// Vectors are in native pages. A search holds one immutable snapshot and never waits for a writer; writers go one at a
/// time. A removed template is gone from every search that begins after the removal returned, and its bytes are zeroed
/// when the last search that began before has ended.
/// </para>
/// </summary>
public sealed partial class ExactIndex : IGalleryIndex
{
    private readonly PageLayout _layout;
    private readonly VectorKernel _kernel;
    private readonly NativePages _memory;
    private readonly SnapshotChain _chain;
    private readonly ScanJobs _jobs;
    private volatile bool _disposed;

    /// <param name="dimensions">Length of the vectors.</param>
    /// <param name="memory">Where pages come from; the process's own, so that its total is known.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message names every fault.</exception>
    public ExactIndex(int dimensions, IndexOptions options, NativePages memory)
        : this(dimensions, options, memory, files: null)
    {
    }

    private ExactIndex(int dimensions, IndexOptions options, NativePages memory, IndexFiles? files)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(memory);
        if (options.Faults(dimensions) is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));

        _layout = new PageLayout(dimensions, options.PageSlots);
        _kernel = VectorKernel.Create(options.Kernel);
        _memory = memory;
        _folder = files is null ? null : new IndexFolder(files, _layout);
        _access = NewAccess();
        var threads = options.MaxParallelism == 0 ? Environment.ProcessorCount : options.MaxParallelism;
        _jobs = new ScanJobs(() => new ScanJob(_kernel, _layout, Math.Min(threads, IndexOptions.MaxThreads), memory, NewAccess));
        _chain = new SnapshotChain(new Snapshot([], LabelTable.Empty, version: 0, count: 0));
    }

    public int Dimensions => _layout.Dimensions;

    public long Count => _chain.Current.Count;

    public long Version => _chain.Current.Version;

    public ApproximateStatus? Approximate => null;

    internal NativePages Memory => _memory;

    /// <summary>The kernel that was chosen.</summary>
    public KernelChoice Kernel => _kernel.Choice;

    /// <summary>Bytes that a scan reads of one template.</summary>
    public int HotBytesPerTemplate => _layout.HotBytesPerSlot;

    /// <summary>Removed templates whose bytes wait for a search that began before the removal.</summary>
    public long ErasuresPending => _chain.ErasuresPending;

    /// <summary>Templates whose bytes were zeroed since the index was made.</summary>
    public long Erased => _chain.Erased;

    /// <summary>Every page is zeroed and freed: at once, or when the last running search ends.</summary>
    public void Dispose()
    {
        // Waits for a save that runs.
        lock (_saving)
        {
            lock (_writing)
                FreeAll();
            _folder?.Dispose();
        }
    }

    private void FreeAll()
    {
        if (_disposed)
            return;
        _disposed = true;
        var pages = _chain.Current.Pages.Select(view => view.Page).OfType<Page>().ToList();
        _chain.Publish(new Snapshot([], LabelTable.Empty, Version + 1, count: 0), [], pages);
        _jobs.Dispose();
        _access.Dispose();
    }
}
