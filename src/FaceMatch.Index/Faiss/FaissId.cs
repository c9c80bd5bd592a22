namespace FaceMatch.Index.Faiss;

/// <summary>Template ids as Faiss takes them, which keeps -1 for "nothing": 0, -1, 1, -2, ... become 0, 1, 2, 3, ...</summary>
internal static class FaissId
{
    public static bool Fits(long template) => template is >= -(1L << 62) and < 1L << 62;

    public static long Of(long template) => (template << 1) ^ (template >> 63);

    public static long[] Of(ReadOnlySpan<long> templates)
    {
        var ids = new long[templates.Length];
        for (var i = 0; i < ids.Length; i++)
            ids[i] = Of(templates[i]);
        return ids;
    }

    public static long Template(long id) => (long)((ulong)id >> 1) ^ -(id & 1);
}
