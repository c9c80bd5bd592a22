namespace FaceMatch.Cluster;

/// <summary>
/// How this node keeps its shards from one run to the next. The host registers it; without it they are in memory only, and read from the
/// truth at each start.
/// </summary>
/// <param name="Folder">On a disk of this machine; nodes may have it together, since each has a folder of its own in it.</param>
/// <param name="Node">Name of this node's own folder, the same at each start: what it had before a restart it finds there.</param>
/// <param name="Key">32 bytes that the files are sealed with.</param>
/// <param name="Contents">What the vectors are made by. Files of anything else do not open: two models are never compared.</param>
public sealed record ShardFileOptions(string Folder, string Node, ReadOnlyMemory<byte> Key, string Contents);
