namespace FaceMatch.Cluster.Shards;

/// <summary>A shard of a generation that is being built holds itself against the truth, before anybody is searched for in it.</summary>
internal sealed partial class GalleryShardGrain
{
    /// <returns>False when it does not hold what it should; it goes then, and whoever asks for it next has it read anew.</returns>
    private async Task<bool> HoldsAgainstTruthAsync(ShardCopy copy)
    {
        if (copy.Agreement == TruthAgreement.Unknown)
        {
            await ProveAsync(copy);
            // Until the next look, for whoever watches the build to see it.
            return true;
        }

        if (copy.Agreement == TruthAgreement.Agrees)
            return true;
        LogDiffers(logger, _key);
        _leaves = true;
        DeactivateOnIdle();
        return false;
    }

    /// <summary>Takes its turn among the readings, so that the index does not move on while the truth is counted.</summary>
    private async Task ProveAsync(ShardCopy copy)
    {
        while (!_readingOn.IsCompleted)
            await _readingOn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _readingOn = copy.ProveAsync(_alive.Token);
        await _readingOn;
    }
}
