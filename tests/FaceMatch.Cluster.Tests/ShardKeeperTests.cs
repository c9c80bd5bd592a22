using FaceMatch.Cluster.Shards;
using FaceMatch.Index;
using FaceMatch.Index.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Cluster.Tests;

public sealed class ShardKeeperTests : IDisposable
{
    private static readonly ShardKey Key = new("main", 7, 0);

    private readonly IndexFolder _folder = new();
    private readonly FakeTimeProvider _time = new(People.Now);
    private readonly MemoryTruth _truth = People.Truth(1, 3);
    private readonly ExactIndex _index;
    private readonly ShardKeeper _keeper;

    public ShardKeeperTests()
    {
        var files = Files.Of(Key, 1)!;
        _index = ExactIndex.Open(Silo.Dimensions, new IndexOptions(1), new NativePages(), files, out var found);
        _keeper = new ShardKeeper(Key, new StoredIndex(_index, _index, files, found), _truth, _time, NullLogger<ShardKeeper>.Instance);
        _index.Add([Entry(1), Entry(2)]);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ShardFiles Files => new(_time, NullLogger<ShardFiles>.Instance, _folder.Options);

    public void Dispose()
    {
        _index.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_shard_is_written_once_a_minute_while_it_changes_and_not_when_nothing_did()
    {
        var written = new List<int>();
        for (var second = 0; second < 150; second++)
        {
            await _keeper.KeepAsync(Math.Min(second, 70), Cancellation);
            if (_truth.Marked > written.Count)
                written.Add(second);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal([0, 60, 120], written);
    }

    [Fact]
    public async Task What_was_removed_is_gone_at_once_whenever_the_shard_was_written_last()
    {
        await _keeper.KeepAsync(seen: 1, Cancellation);
        _keeper.Follow(_index.Remove([2]));
        Assert.True(ChangesThePage(() => _keeper.EraseAsync(Cancellation)));
        Assert.False(ChangesThePage(() => _keeper.EraseAsync(Cancellation)));
        Assert.Equal(1, _truth.Marked);

        // Nobody asked for: the next look does it.
        _index.Add([Entry(3)]);
        _keeper.Follow(_index.Remove([1]));
        Assert.True(ChangesThePage(() => _keeper.KeepAsync(seen: 1, Cancellation)));

        bool ChangesThePage(Func<Task> work)
        {
            using var before = _folder.Copy();
            work().GetAwaiter().GetResult();
            using var after = _folder.Copy();
            // Behind the rows, which change by themselves, is what a save writes.
            return !Section(before).SequenceEqual(Section(after));
        }

        static byte[] Section(IndexFolder folder) => File.ReadAllBytes(IndexFolder.PageOf(folder.Shards[0]))[^100_000..];
    }

    [Fact]
    public async Task Without_an_answer_of_the_truth_the_templates_are_written_and_what_they_have_seen_stays_as_it_was()
    {
        await _keeper.KeepAsync(seen: 1, Cancellation);
        _truth.AtMark = () => Task.FromException(new IOException("the database went away"));
        _index.Add([Entry(3)]);
        await _keeper.CloseAsync(seen: 2, Cancellation);
        _index.Dispose();

        using var again = ExactIndex.Open(Silo.Dimensions, new IndexOptions(1), new NativePages(), Files.Of(Key, 1)!, out var found);
        Assert.Equal((3, 0), (again.Count, found.Faults.Count));
        Assert.Equal(1, System.Text.Json.JsonSerializer.Deserialize<ShardNote>(found.Note.Span)!.Seen);
    }

    private static IndexEntry Entry(int number)
    {
        var template = People.Template(number);
        return new IndexEntry(template.TemplateId, template.SubjectId, template.Watchlists, template.SearchableUntil, template.Vector);
    }
}
