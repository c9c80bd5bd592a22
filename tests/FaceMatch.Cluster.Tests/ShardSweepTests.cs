using FaceMatch.Cluster.Shards;
using FaceMatch.Index;
using FaceMatch.Index.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace FaceMatch.Cluster.Tests;

/// <summary>Files that no shard keeps itself in hold people who may have been removed since.</summary>
public sealed class ShardSweepTests : IDisposable
{
    private readonly IndexFolder _folder = new();
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Files_of_a_shard_that_does_not_come_back_are_wiped_those_of_one_that_runs_are_not()
    {
        Leave("alone", 1);
        using var running = Open("alone", 2);
        using var files = FilesOf("alone");
        await files.StartAsync(TestContext.Current.CancellationToken);

        Advance(ShardFiles.TakenUpWithin - TimeSpan.FromTicks(1), 2);
        Advance(TimeSpan.FromTicks(1), 1);
        Assert.EndsWith("main-7-002", Assert.Single(_folder.Shards), StringComparison.Ordinal);

        Leave("alone", 3);
        Advance(ShardFiles.BetweenSweeps, 1);
        await files.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Files_of_another_node_are_wiped_when_it_was_down_for_so_long_that_it_may_be_gone_for_good()
    {
        Leave("gone", 1);
        using var running = Open("running", 2);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "alone"));
        using var files = FilesOf("alone");
        await files.StartAsync(TestContext.Current.CancellationToken);

        Advance(ShardFiles.TakenUpWithin, 2);
        for (var passed = TimeSpan.Zero; passed < ShardFiles.BackWithin - ShardFiles.BetweenSweeps; passed += ShardFiles.BetweenSweeps)
            Advance(ShardFiles.BetweenSweeps, 2);
        Advance(ShardFiles.BetweenSweeps, 1);

        Assert.Equal(["alone", "running"], Directory.EnumerateDirectories(_folder.Path).Select(Path.GetFileName).Order());
        await files.StopAsync(TestContext.Current.CancellationToken);
    }

    private ShardFiles FilesOf(string node) => new(_time, NullLogger<ShardFiles>.Instance, _folder.OptionsOf(node));

    private void Leave(string node, int shard) => Open(node, shard).Dispose();

    private ExactIndex Open(string node, int shard)
    {
        using var files = FilesOf(node);
        var index = ExactIndex.Open(Silo.Dimensions, new IndexOptions(1), new NativePages(), files.Of(new ShardKey("main", 7, shard), 9)!, out _);
        index.Save(toDisk: true, "note"u8);
        return index;
    }

    private void Advance(TimeSpan time, int shards)
    {
        _time.Advance(time);
        Assert.Equal(shards, _folder.ShardsOfAllNodes.Count);
    }
}
