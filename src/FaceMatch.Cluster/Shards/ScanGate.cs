namespace FaceMatch.Cluster.Shards;

/// <summary>
/// Lets as many scans run on this silo as it has cores for them: more would only make all late, and starve the pool's
/// threads that grains need to answer at all.
/// </summary>
internal sealed class ScanGate(ClusterOptions options) : IDisposable
{
    private readonly SemaphoreSlim _cores = new(options.EffectiveSearchCores);

    public async Task<T> RunAsync<T>(Func<T> scan, CancellationToken cancellationToken)
    {
        await _cores.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(scan, cancellationToken);
        }
        finally
        {
            _cores.Release();
        }
    }

    public void Dispose() => _cores.Dispose();
}
