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

    /// <summary>
    /// Counted up by the database itself whenever a template, a subject's state or expiry, or a list's membership
    /// changes, so that no writer can forget it.
    /// </summary>
    public long Version { get; private set; }
}
