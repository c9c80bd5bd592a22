using FaceMatch.Index.Kernels;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Index.Tests;

public sealed class FilterTests : IDisposable
{
    private const int Dimensions = 32;
    private readonly Random _random = new(50);
    private readonly ExactIndex _index = new(Dimensions, new IndexOptions(PageSlots: 64), new NativePages());

    public void Dispose() => _index.Dispose();

    [Fact]
    public void Only_templates_on_one_of_the_watchlists_are_found()
    {
        _index.Add([Entry(1, 10), Entry(2, 20), Entry(3, 10, 20), Entry(4)]);

        Assert.Equal([1, 3], Found(Vectors.List(10)));
        Assert.Equal([1, 2, 3], Found(Vectors.List(10), Vectors.List(20)));
        Assert.Empty(Found(Vectors.List(30)));
        Assert.Empty(Found());
        Assert.Equal([1, 2, 3, 4], Found(null));
    }

    [Fact]
    public void A_template_that_changed_lists_is_found_by_the_new_ones_only()
    {
        _index.Add([Entry(1, 10), Entry(2, 10)]);

        Assert.Equal(1, _index.Relabel([1, 99], [Vectors.List(20)], Vectors.Later));

        Assert.Equal([2], Found(Vectors.List(10)));
        Assert.Equal([1], Found(Vectors.List(20)));
    }

    [Fact]
    public void Expiry_is_decided_by_the_moment_of_the_search()
    {
        _index.Add([Entry(1, 10) with { SearchableUntil = Vectors.Now }, Entry(2, 10)]);

        Assert.Equal([1, 2], Found(Vectors.Now.AddTicks(-1)));
        Assert.Equal([2], Found(Vectors.Now));
        // Another time zone, the same moment.
        Assert.Equal([2], Found(Vectors.Now.ToOffset(TimeSpan.FromHours(5))));
    }

    [Fact]
    public void A_refused_batch_adds_nothing()
    {
        _index.Add([Entry(1, 10)]);
        var version = _index.Version;

        Assert.Throws<ArgumentException>(() => _index.Add([Entry(2, 10), Entry(1, 10)]));
        Assert.Throws<ArgumentException>(() => _index.Add([Entry(2, 10), Entry(2, 10)]));
        Assert.Throws<ArgumentException>(() => _index.Add([Entry(2, 10), Entry(3, 10) with { Vector = new float[Dimensions] }]));
        Assert.Throws<ArgumentException>(() => _index.Add([Entry(2) with { Vector = new float[Dimensions - 1] }]));
        var broken = Vectors.Random(_random, Dimensions);
        broken[3] = float.NaN;
        Assert.Throws<ArgumentException>(() => _index.Add([Entry(2) with { Vector = broken }]));
        Assert.Throws<ArgumentException>(() => _index.ReplaceSubjects([Vectors.Subject(2)], [Entry(1) with { SubjectId = Vectors.Subject(2) }]));

        Assert.Equal([1], Found(null));
        Assert.Equal(version, _index.Version);
    }

    [Fact]
    public void Wrong_options_are_all_named_at_once()
    {
        var wrong = new IndexOptions(-1, PageSlots: 100, (KernelChoice)77);
        var error = Assert.Throws<ArgumentException>(() => new ExactIndex(0, wrong, new NativePages()));
        foreach (var setting in new[] { "Dimensions", "MaxParallelism", "PageSlots", "Kernel" })
            Assert.Contains(setting, error.Message, StringComparison.Ordinal);
    }

    private IndexEntry Entry(long id, params int[] lists) => Vectors.Entry(id, Vectors.Random(_random, Dimensions), id, lists);

    private long[] Found(params Guid[]? lists) => Found(new SearchFilter(lists, Vectors.Now));

    private long[] Found(DateTimeOffset at) => Found(new SearchFilter(null, at));

    private long[] Found(SearchFilter filter)
    {
        var hits = new IndexHit[10];
        var result = _index.Search(Vectors.Random(_random, Dimensions), filter, hits);
        return [.. hits[..result.Hits].Select(hit => hit.TemplateId).Order()];
    }
}
