using System.Diagnostics.CodeAnalysis;

namespace FaceMatch.Cluster.Shards;

/// <summary>Staying with the truth after the first reading.</summary>
internal sealed partial class GalleryShardGrain
{
    /// <summary>
    /// A search reads on by itself when it must; this is for what nobody searches for any more: a subject that was deleted is out of
    /// memory within this time even if the shard was never told.
    /// </summary>
    private static readonly TimeSpan LookPeriod = TimeSpan.FromSeconds(2);

    /// <summary>A search that began on a generation just replaced is through by then.</summary>
    private const int LooksBeforeRelease = 3;

    private int _looksOutOfForce;

    public async Task RefreshAsync(long version, CancellationToken cancellationToken)
    {
        // While it loads it needs no telling: the first search holds it against the truth.
        if (_copy is { } copy && await FollowAsync(copy, version, cancellationToken) && copy.Keeper is { } keeper)
            await keeper.EraseAsync(cancellationToken);
    }

    /// <returns>False when the truth could not be read: better to say that it does not know than to show somebody withdrawn.</returns>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever went wrong, the shard is behind and says so.")]
    private async Task<bool> FollowAsync(ShardCopy copy, long version, CancellationToken cancellationToken)
    {
        while (copy.Seen < version)
        {
            // One reading for all who wait. One that began before may not reach far enough; then there is another.
            if (_readingOn.IsCompleted)
                _readingOn = copy.ReadOnAsync(_alive.Token);
            try
            {
                await _readingOn.WaitAsync(cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception fault)
            {
                LogBehind(logger, _key, fault.GetType().Name);
                return false;
            }
        }

        return true;
    }

    [SuppressMessage("Design", "CA1031", Justification = "What cannot be looked at now is looked at again in a moment.")]
    private async Task LookAroundAsync(CancellationToken cancellationToken)
    {
        try
        {
            var manifest = await source.ManifestAsync(cancellationToken);
            var inForce = manifest.Current.Number == _key.Generation;
            if (!inForce && manifest.Building?.Number != _key.Generation)
            {
                if (++_looksOutOfForce < LooksBeforeRelease)
                    return;
                LogReleased(logger, _key);
                _leaves = true;
                DeactivateOnIdle();
                return;
            }

            _looksOutOfForce = 0;
            if (_state != ShardState.Ready || _copy is not { } copy)
                return;
            if (!inForce && !await HoldsAgainstTruthAsync(copy))
                return;
            if (!await FollowAsync(copy, manifest.Version, cancellationToken))
                return;
            Keep(copy);
            await MoveHomeAsync(cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            LogBehind(logger, _key, fault.GetType().Name);
        }
    }
}
