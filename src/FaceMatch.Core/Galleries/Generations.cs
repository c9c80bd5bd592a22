namespace FaceMatch.Core.Galleries;

/// <summary>How far the shards of a generation are that nobody searches yet.</summary>
/// <param name="ShardsLoaded">Shards that have read their part.</param>
/// <param name="ShardsProven">Of these, shards that agreed with the truth's own count.</param>
/// <param name="ShardsUnlike">Of these, shards that did not; they read their part anew.</param>
/// <param name="Templates">In the shards loaded.</param>
public sealed record GenerationBuild(GalleryGeneration Generation, int ShardsLoaded, int ShardsProven, int ShardsUnlike, long Templates)
{
    /// <summary>Whether it may be searched in place of the one in force.</summary>
    public bool IsComplete => ShardsProven == Generation.ShardCount;
}

/// <summary>The row that says which shards are searched, for whoever builds the next generation. The host brings it.</summary>
public interface IGenerationStore
{
    /// <summary>Does the work unless another node does it; cancels it when that can no longer be told.</summary>
    /// <returns>False when another node does it.</returns>
    Task<bool> TendAloneAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken);

    /// <summary>From the commit on, every search that begins runs on this generation.</summary>
    /// <returns>False when it is not being built any more; nothing was changed then.</returns>
    Task<bool> PutInForceAsync(GenerationBuild build, CancellationToken cancellationToken);
}
