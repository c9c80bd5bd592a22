namespace FaceMatch.Index.Faiss;

/// <summary>
/// One of Faiss's own indexes, by inner product. Searches may run at once; nothing else may run beside anything. Ids are
/// the caller's.
/// </summary>
internal sealed unsafe class NativeIndex : IDisposable
{
    private readonly FaissIndexHandle _handle;

    private NativeIndex(FaissIndexHandle handle)
    {
        _handle = handle;
        Dimensions = FaissNative.Dimensions(handle);
        CanRemove = TryRemoveNothing();
    }

    public int Dimensions { get; }

    public long Count => FaissNative.Count(_handle);

    public bool IsTrained => FaissNative.IsTrained(_handle) != 0;

    /// <summary>Whether this type takes vectors out again; a graph does not.</summary>
    public bool CanRemove { get; }

    /// <param name="factory">As Faiss's index_factory takes it. Inverted lists keep ids; others get an id map around them.</param>
    /// <param name="settings">Such as "nprobe=16" or "efSearch=64"; empty leaves Faiss's own.</param>
    /// <exception cref="FaissException">No such type, or no such setting of it.</exception>
    public static NativeIndex Create(string factory, int dimensions, string settings)
    {
        FaissLibrary.Require();
        var keepsIds = factory.Contains("IVF", StringComparison.Ordinal) || factory.Contains("IDMap", StringComparison.Ordinal);
        var description = keepsIds ? factory : "IDMap," + factory;
        FaissNative.Check(
            FaissNative.IndexFactory(out var handle, dimensions, description, FaissNative.InnerProduct), $"making '{factory}'");
        var index = new NativeIndex(handle);
        try
        {
            index.Set(settings);
            return index;
        }
        catch
        {
            index.Dispose();
            throw;
        }
    }

    /// <summary>Reads a file that is known to be whole.</summary>
    /// <exception cref="FaissException">It is not an index of Faiss, or of another metric.</exception>
    public static NativeIndex Read(string path)
    {
        FaissLibrary.Require();
        FaissNative.Check(FaissNative.Read(path, 0, out var handle), "reading an index");
        if (FaissNative.Metric(handle) == FaissNative.InnerProduct)
            return new NativeIndex(handle);
        handle.Dispose();
        throw new FaissException("The index in the file does not rank by inner product.");
    }

    public NativeIndex Clone()
    {
        FaissNative.Check(FaissNative.Clone(_handle, out var copy), "copying an index");
        return new NativeIndex(copy);
    }

    public void Write(string path) => FaissNative.Check(FaissNative.Write(_handle, path), "writing an index");

    public void Set(string settings)
    {
        if (settings.Length == 0)
            return;
        FaissNative.Check(FaissNative.ParameterSpace(out var space), "making a parameter space");
        using (space)
            FaissNative.Check(FaissNative.SetParameters(space, _handle, settings), $"setting '{settings}'");
    }

    /// <param name="vectors">count x <see cref="Dimensions"/>.</param>
    public void Train(float* vectors, long count, int threads)
    {
        FaissLibrary.UseThreads(threads);
        FaissNative.Check(FaissNative.Train(_handle, count, vectors), "training");
    }

    /// <param name="vectors">As many as ids, x <see cref="Dimensions"/>.</param>
    public void Add(ReadOnlySpan<long> ids, float* vectors, int threads)
    {
        if (ids.IsEmpty)
            return;
        FaissLibrary.UseThreads(threads);
        fixed (long* first = ids)
            FaissNative.Check(FaissNative.AddWithIds(_handle, ids.Length, vectors, first), "adding vectors");
    }

    /// <param name="queries">n x <see cref="Dimensions"/>.</param>
    /// <param name="scores">n x k, best first.</param>
    /// <param name="ids">n x k; -1 where there are fewer.</param>
    public void Search(ReadOnlySpan<float> queries, int k, Span<float> scores, Span<long> ids, int threads)
    {
        var count = queries.Length / Dimensions;
        if (scores.Length < count * k || ids.Length < count * k)
            throw new ArgumentException("The buffers are too short for the hits of every query.", nameof(ids));
        FaissLibrary.UseThreads(threads);
        fixed (float* query = queries, score = scores)
        fixed (long* id = ids)
            FaissNative.Check(FaissNative.Search(_handle, count, query, k, score, id), "searching");
    }

    /// <returns>How many were there.</returns>
    public long Remove(ReadOnlySpan<long> ids)
    {
        FaissNative.Check(TryRemove(ids, out var removed), "removing vectors");
        return removed;
    }

    public void Dispose() => _handle.Dispose();

    private bool TryRemoveNothing() => TryRemove([], out _) == 0;

    private int TryRemove(ReadOnlySpan<long> ids, out long removed)
    {
        fixed (long* first = ids)
        {
            FaissNative.Check(FaissNative.SelectorBatch(out var selector, (nuint)ids.Length, first), "naming vectors");
            using (selector)
            {
                var code = FaissNative.RemoveIds(_handle, selector, out var count);
                removed = (long)count;
                return code;
            }
        }
    }
}
