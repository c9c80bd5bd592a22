namespace FaceMatch.Core.Galleries;

/// <summary>
/// FNV-1a, 64 bits (Fowler, Noll, Vo), with the finaliser of MurmurHash3 behind it, since FNV alone mixes its high bits
/// badly. Which shard holds a subject and which silo a shard is written into the world: this must never change.
/// </summary>
public static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Offset;
        foreach (var value in bytes)
            hash = (hash ^ value) * Prime;
        hash = (hash ^ (hash >> 33)) * 0xFF51AFD7ED558CCD;
        hash = (hash ^ (hash >> 33)) * 0xC4CEB9FE1A85EC53;
        return hash ^ (hash >> 33);
    }
}
