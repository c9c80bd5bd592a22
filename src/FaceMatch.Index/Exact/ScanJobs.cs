namespace FaceMatch.Index.Exact;

/// <summary>Jobs to reuse, as many as searches ran at once (to a limit). Thread-safe and free of locks.</summary>
internal sealed class ScanJobs(Func<ScanJob> create) : IDisposable
{
    /// <summary>More searches than this at once make and drop a job each: they are queueing for cores anyway.</summary>
    private const int Kept = 16;

    private readonly ScanJob?[] _jobs = new ScanJob?[Kept];
    private volatile bool _closed;

    public ScanJob Rent()
    {
        for (var i = 0; i < _jobs.Length; i++)
        {
            if (Volatile.Read(ref _jobs[i]) is not null && Interlocked.Exchange(ref _jobs[i], null) is { } job)
                return job;
        }

        return create();
    }

    public void Return(ScanJob job)
    {
        job.Clear();
        for (var i = 0; i < _jobs.Length && !_closed; i++)
        {
            if (Interlocked.CompareExchange(ref _jobs[i], job, null) is not null)
                continue;
            if (_closed)
                Dispose();
            return;
        }

        job.Dispose();
    }

    internal IReadOnlyList<byte[]> QueryMemory() => [.. _jobs.OfType<ScanJob>().Select(job => job.QueryMemory().ToArray())];

    public void Dispose()
    {
        _closed = true;
        for (var i = 0; i < _jobs.Length; i++)
            Interlocked.Exchange(ref _jobs[i], null)?.Dispose();
    }
}
