using FaceMatch.Core.Galleries;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Storage.Galleries;

/// <summary>The generation of shards that is in force. One row, made by the first migration.</summary>
public sealed class GalleryState
{
    /// <summary>The only key there is.</summary>
    public const int TheOne = 1;

    /// <summary>Two scanning threads a core on the smallest machine; resharding makes a new generation.</summary>
    public const int DefaultShards = 4;

    private GalleryState()
    {
    }

    public int Id { get; private set; } = TheOne;

    public int Generation { get; private set; } = 1;

    public int Shards { get; private set; } = DefaultShards;

    /// <summary>The generation that is being built beside the one in force; null when none is.</summary>
    public int? NextGeneration { get; private set; }

    public int? NextShards { get; private set; }

    /// <summary>The highest number that any generation had, so that one given up is not mistaken for a later one.</summary>
    public int LastGeneration { get; private set; } = 1;

    /// <summary>Counted up by every change of this row's generations: who changes them knows which ones it means.</summary>
    public int ManifestVersion { get; private set; }

    /// <summary>
    /// Counted up by the database itself whenever a template, a subject's state or expiry, or a list's membership
    /// changes, so that no writer can forget it.
    /// </summary>
    public long Version { get; private set; }

    public GalleryManifest ToManifest() => new(
        new GalleryGeneration(Generation, Shards),
        NextGeneration is { } next ? new GalleryGeneration(next, NextShards!.Value) : null,
        Version);

    /// <exception cref="RefusalException"><c>reshard-running</c>: one is being built already.</exception>
    public GalleryGeneration Begin(int shards)
    {
        if (NextGeneration is not null)
            throw new RefusalException(RefusalKind.Conflict, "reshard-running", "A new generation of the gallery is being built already; wait for it, or give it up first.");
        NextGeneration = ++LastGeneration;
        NextShards = shards;
        ManifestVersion++;
        return new GalleryGeneration(LastGeneration, shards);
    }

    /// <returns>False when that generation is not being built any more.</returns>
    public bool PutInForce(int generation)
    {
        if (NextGeneration != generation) return false;
        (Generation, Shards, NextGeneration, NextShards) = (generation, NextShards!.Value, null, null);
        ManifestVersion++;
        return true;
    }

    /// <exception cref="RefusalException"><c>no-reshard</c>: it is not being built.</exception>
    public void GiveUp(int generation)
    {
        if (NextGeneration != generation)
        {
            throw new RefusalException(
                RefusalKind.Conflict, "no-reshard",
                $"Generation {generation} of the gallery is not being built: it is in force, was replaced or given up, or was never begun. Look at the gallery's status.");
        }

        (NextGeneration, NextShards) = (null, null);
        ManifestVersion++;
    }
}

/// <summary>When a subject's templates, state or lists last changed, as a version of the gallery. Written by the database itself.</summary>
public sealed class GalleryChange
{
    private GalleryChange()
    {
    }

    public Guid SubjectId { get; private set; }

    public long Version { get; private set; }
}
