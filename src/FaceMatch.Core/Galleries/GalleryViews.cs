using FaceMatch.Core.Accounts;

namespace FaceMatch.Core.Galleries;

/// <param name="Shards">1 to <see cref="GalleryGeneration.MostShards"/>.</param>
public sealed record ReshardRequest(int? Shards);

/// <param name="InForce">The shards that are searched.</param>
/// <param name="Building">Those that are to take their place; null when none are being built.</param>
public sealed record GalleryView(GenerationView InForce, string GalleryVersion, GenerationBuildView? Building);

/// <param name="Number">Grows; a number is never used again.</param>
/// <param name="Templates">In the shards that are ready.</param>
public sealed record GenerationView(int Number, int Shards, int ShardsReady, long Templates);

/// <param name="ShardsLoaded">Have read their part.</param>
/// <param name="ShardsProven">Agreed with the truth's own count; when all have, the generation is put in force.</param>
/// <param name="ShardsUnlike">Did not agree and are read anew.</param>
/// <param name="Templates">In the shards that are loaded.</param>
/// <param name="BegunBy">The account.</param>
public sealed record GenerationBuildView(
    int Number, int Shards, int ShardsLoaded, int ShardsProven, int ShardsUnlike, long Templates, DateTimeOffset BegunAt, string BegunBy);

/// <summary>The shards that the gallery is searched in. None of it shows a face or a name.</summary>
public interface IGalleryService
{
    Task<GalleryView> GetAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Begins to build the gallery in another number of shards; searches go on, and move over when all of it is there and proven.</summary>
    Task<GalleryView> ReshardAsync(Actor actor, ReshardRequest request, CancellationToken cancellationToken);

    /// <summary>Gives up what is being built; searches never ran on it.</summary>
    Task<GalleryView> GiveUpAsync(Actor actor, int generation, CancellationToken cancellationToken);
}
