namespace FaceMatch.Vision.Inference;

/// <summary>What a stage of the line writes to while it works on one face. Not thread-safe.</summary>
internal interface IScratch : IDisposable
{
    /// <summary>Zeroes everything that was read off a picture.</summary>
    void Erase();
}

/// <summary>
/// Scratch that is kept from call to call, so that a steady stream of frames allocates nothing. Thread-safe. Holds as many
/// as calls have run at once; each was erased.
/// </summary>
internal sealed class ScratchPool<T>(Func<T> create) : IDisposable
    where T : class, IScratch
{
    private readonly Lock _lock = new();
    private readonly Stack<T> _idle = new();

    public Rented Rent()
    {
        lock (_lock)
            if (_idle.TryPop(out T? scratch)) return new Rented(this, scratch);
        return new Rented(this, create());
    }

    public void Dispose()
    {
        lock (_lock)
            while (_idle.TryPop(out T? scratch)) scratch.Dispose();
    }

    private void Return(T scratch)
    {
        scratch.Erase();
        lock (_lock) _idle.Push(scratch);
    }

    /// <summary>Scratch in use; disposing erases it and gives it back.</summary>
    public readonly ref struct Rented(ScratchPool<T> pool, T scratch)
    {
        public T Value => scratch;

        public void Dispose() => pool.Return(scratch);
    }
}
