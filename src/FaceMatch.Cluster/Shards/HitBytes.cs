using System.Runtime.InteropServices;
using FaceMatch.Core.Galleries;
using FaceMatch.Index;

namespace FaceMatch.Cluster.Shards;

/// <summary>Hits as they cross the wire: template id (8), subject id (16), cosine (4), little-endian as every supported
/// processor has it.</summary>
internal static class HitBytes
{
    public static byte[] Pack(ReadOnlySpan<IndexHit> hits)
    {
        var rows = new Row[hits.Length];
        for (var i = 0; i < rows.Length; i++)
            rows[i] = new Row(hits[i].TemplateId, hits[i].SubjectId, hits[i].Score);
        return MemoryMarshal.AsBytes(rows.AsSpan()).ToArray();
    }

    public static void Unpack(byte[] bytes, List<Neighbour> neighbours)
    {
        foreach (var row in MemoryMarshal.Cast<byte, Row>(bytes))
            neighbours.Add(new Neighbour(row.SubjectId, row.TemplateId, row.Cosine));
    }

    [StructLayout(LayoutKind.Sequential, Pack = 4)]
    private readonly record struct Row(long TemplateId, Guid SubjectId, float Cosine);
}
