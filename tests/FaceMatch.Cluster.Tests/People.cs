using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster.Tests;

internal static class People
{
    public static readonly DateTimeOffset Now = new(2030, 5, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly Guid Wanted = new("11111111-0000-0000-0000-000000000000");
    public static readonly Guid Missing = new("22222222-0000-0000-0000-000000000000");

    public static Guid Subject(int number) => new(number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    public static float[] Face(int seed)
    {
        var random = new Random(seed);
        var vector = Enumerable.Range(0, Silo.Dimensions).Select(_ => random.NextSingle() - 0.5f).ToArray();
        var length = MathF.Sqrt(vector.Sum(value => value * value));
        return [.. vector.Select(value => value / length)];
    }

    public static GalleryTemplate Template(int number, Guid? list = null) =>
        new(number, Subject(number), [list ?? Wanted], Now.AddYears(1), Face(number));

    public static MemoryTruth Truth(int shards, int count)
    {
        var truth = new MemoryTruth(shards);
        for (var i = 1; i <= count; i++)
            truth.Put(Subject(i), Template(i));
        return truth;
    }

    public static GalleryQuery Query(int face, int limit = 5, params Guid[] lists) =>
        new(Face(face), lists.Length == 0 ? null : lists, limit, -1, Now);
}
