using System.Diagnostics.CodeAnalysis;
using FaceMatch.Index.Files;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Index.Faiss;

/// <summary>
/// Approximate search by any type of Faiss, standing on an exact index over the same templates. Faiss proposes; the exact
/// index has the truth: which templates there are, whose they are, on which lists and until when, and the float32 vectors
/// that every reported score comes from. So a removed or expired template is never shown whatever Faiss still holds, and
/// where Faiss cannot answer in full (not trained yet, being changed, a filter that leaves too little) the exact scan does.
/// <para>
/// A search never waits for a writer: while Faiss is being changed, it scans. What Faiss may miss is measured against the
/// scan in the background (<see cref="Approximate"/>).
/// </para>
/// </summary>
public sealed partial class FaissIndex : IGalleryIndex
{
    private readonly ExactIndex _exact;
    private readonly FaissOptions _options;
    private readonly ILogger<FaissIndex> _logger;
    private readonly ITimer _erasure;
    private readonly CancellationTokenSource _alive = new();

    // Read side: searches by Faiss, in which nothing changes. Write side: every change of the exact index and of Faiss.
    [SuppressMessage("Usage", "CA2213", Justification = "A search may still be about to look at it; it holds nothing that a finaliser does not free.")]
    private readonly ReaderWriterLockSlim _gate = new();

    private NativeIndex? _serving;
    private long _leftovers;
    private long _exactSearches;
    private volatile bool _disposed;

    /// <param name="exact">With or without templates in it; belongs to this index from now on, which alone may write to it.</param>
    /// <param name="saved">Where an earlier run may have left what it built: as <see cref="TryLoadFaiss"/>, before anything is built anew.</param>
    /// <exception cref="ArgumentException">The options are wrong; the message names every fault.</exception>
    /// <exception cref="FaissMissingException">The native library is not there.</exception>
    /// <exception cref="FaissException">Faiss does not know the type or the settings.</exception>
    public FaissIndex(ExactIndex exact, FaissOptions options, TimeProvider time, ILogger<FaissIndex> logger, IndexFiles? saved = null)
    {
        ArgumentNullException.ThrowIfNull(exact);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Faults() is { Count: > 0 } faults)
            throw new ArgumentException(string.Join(' ', faults), nameof(options));

        var first = NativeIndex.Create(options.Factory, exact.Dimensions, options.EffectiveSettings);
        (_canRemove, _trains) = (first.CanRemove, !first.IsTrained);
        (_exact, _options, _logger) = (exact, options, logger);
        _erasure = time.CreateTimer(_ => EraseNow(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (_trains || exact.Count > 0)
            first.Dispose();
        else
            _serving = first;
        if (saved is null || !TryLoadFaiss(saved))
            Closed(StartDueWork);
    }

    public int Dimensions => _exact.Dimensions;

    public long Count => _exact.Count;

    public long Version => _exact.Version;

    public ApproximateStatus Approximate => new(
        _options.Factory, State, Volatile.Read(ref _leftovers), Volatile.Read(ref _exactSearches),
        Volatile.Read(ref _fault), Volatile.Read(ref _buildTicks) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null, Volatile.Read(ref _recall));

    private ApproximateState State => (Volatile.Read(ref _serving), _building) switch
    {
        ({ }, true) => ApproximateState.Rebuilding,
        ({ }, false) => ApproximateState.Ready,
        (null, true) => ApproximateState.Building,
        _ when Volatile.Read(ref _fault) is not null => ApproximateState.Failed,
        _ => ApproximateState.Waiting,
    };

    /// <summary>The exact index underneath: the oracle of tests and benchmarks.</summary>
    internal ExactIndex Exact => _exact;

    /// <summary>Frees Faiss's memory and the exact index's. What is built in the background notices and frees its own.</summary>
    public void Dispose()
    {
        _gate.EnterWriteLock();
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            _alive.Cancel();
            _erasure.Dispose();
            _serving?.Dispose();
            _serving = null;
            _blank?.Dispose();
            DropIdleWork();
            _exact.Dispose();
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }
}
