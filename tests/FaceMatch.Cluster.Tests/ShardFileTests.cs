using FaceMatch.Core.Galleries;

namespace FaceMatch.Cluster.Tests;

/// <summary>Shards in files: a restart reads what changed, and nothing else of the truth; nothing is believed that is not of its past.</summary>
public sealed class ShardFileTests : IDisposable
{
    private const int Shards = 4;
    private const int Count = 120;

    private readonly IndexFolder _folder = new();
    private readonly MemoryTruth _truth = People.Truth(Shards, Count);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_restart_goes_on_from_the_files_and_reads_only_those_who_changed_meanwhile()
    {
        await RunAsync();
        _truth.Withdraw(People.Subject(3));
        _truth.Put(People.Subject(5), People.Template(5, People.Missing));
        _truth.Put(People.Subject(Count + 1), People.Template(Count + 1));

        await using var silo = await StartAgainAsync();

        await AnswersAsTheTruthAsync(silo, _truth, Count + 1);
        Assert.Equal([People.Subject(5)], Subjects(await silo.SearchWholeAsync(People.Query(5, Count, People.Missing))));
        Assert.Empty(_truth.PartsRead);
        Assert.Equal(new[] { 3, 5, Count + 1 }.Select(People.Subject).ToHashSet(), _truth.SubjectsRead.ToHashSet());
    }

    [Fact]
    public async Task A_restart_after_which_nothing_changed_reads_nobody()
    {
        await RunAsync();
        await RunAsync();
        await using var silo = await StartAgainAsync();
        await AnswersAsTheTruthAsync(silo, _truth, Count);
        Assert.Empty(_truth.SubjectsRead);
    }

    [Fact]
    public async Task Who_was_removed_is_gone_from_the_files_when_the_refresh_returns()
    {
        await RunAsync();
        await using var silo = await StartAgainAsync();
        await silo.SearchWholeAsync(People.Query(3));
        using var before = _folder.Copy();

        _truth.Withdraw(People.Subject(3));
        await silo.Gallery.RefreshAsync([People.Subject(3)], Cancellation);
        using var after = _folder.Copy();

        // Of one shard the row, which is zeroed, and behind all rows the section, which is sealed anew without the person.
        var (old, now) = before.Shards.Zip(after.Shards, (old, now) => (File.ReadAllBytes(IndexFolder.PageOf(old)), File.ReadAllBytes(IndexFolder.PageOf(now))))
            .Single(page => !page.Item1.SequenceEqual(page.Item2));
        var row = Enumerable.Range(0, now.Length).First(i => old[i] != now[i]);
        Assert.False(now.AsSpan(row, Silo.Dimensions * sizeof(float)).ContainsAnyExcept((byte)0));
        var quarter = now.Length / 4;
        Assert.InRange(Enumerable.Range(now.Length - quarter, quarter).Count(i => old[i] != now[i]), quarter * 9 / 10, quarter);

        await using var next = await Silo.StartAsync(_truth, files: after.Options);
        await AnswersAsTheTruthAsync(next, _truth, Count);
    }

    [Fact]
    public async Task A_run_that_is_cut_off_is_gone_on_from_as_well()
    {
        await RunAsync();
        await using var silo = await StartAgainAsync();
        await silo.SearchWholeAsync(People.Query(3));
        _truth.Withdraw(People.Subject(3));
        _truth.Put(People.Subject(5), People.Template(5, People.Missing));
        _truth.Put(People.Subject(Count + 1), People.Template(Count + 1));
        await silo.SearchWholeAsync(People.Query(3));
        using var left = _folder.Copy();

        await using var next = await Silo.StartAsync(_truth, files: left.Options);

        await AnswersAsTheTruthAsync(next, _truth, Count + 1);
        Assert.Empty(_truth.PartsRead);
    }

    [Fact]
    public async Task What_is_damaged_torn_missing_or_not_known_is_read_from_the_truth_and_kept_again()
    {
        await RunAsync();
        var pages = _folder.Shards.Select(IndexFolder.PageOf).ToList();
        var flipped = File.ReadAllBytes(pages[0]);
        flipped[5000] ^= 1;
        File.WriteAllBytes(pages[0], flipped);
        File.WriteAllBytes(pages[1], File.ReadAllBytes(pages[1])[..^9]);
        File.Delete(pages[2]);
        File.Delete(Path.Combine(_folder.Shards[3], "note"));

        await using (var silo = await StartAgainAsync())
            await AnswersAsTheTruthAsync(silo, _truth, Count);
        Assert.Equal(Shards, _truth.PartsRead.Count);

        await using var next = await StartAgainAsync();
        await AnswersAsTheTruthAsync(next, _truth, Count);
        Assert.Empty(_truth.PartsRead);
    }

    [Fact]
    public async Task Files_of_another_model_or_under_another_key_are_not_used()
    {
        await RunAsync();
        await RebuildsAsync(_folder.Options with { Contents = "network 3" });
        await RebuildsAsync(_folder.Options with { Contents = "network 3", Key = new byte[32] });

        async Task RebuildsAsync(ShardFileOptions options)
        {
            _truth.PartsRead.Clear();
            await using var silo = await Silo.StartAsync(_truth, files: options);
            await AnswersAsTheTruthAsync(silo, _truth, Count);
            Assert.Equal(Shards, _truth.PartsRead.Count);
        }
    }

    [Fact]
    public async Task A_truth_that_was_put_back_to_an_earlier_moment_is_read_anew_however_far_it_went_from_there()
    {
        await RunAsync();
        var backup = _truth.Copy();
        var earlier = _truth.Copy();
        _truth.Put(People.Subject(Count + 1), People.Template(Count + 1));
        _truth.Withdraw(People.Subject(3));
        // The same number for another person: counts and checksums cannot tell.
        backup.Put(People.Subject(Count + 2), People.Template(Count + 2) with { TemplateId = Count + 1 });
        backup.Withdraw(People.Subject(3));
        for (var i = 0; i < 5; i++)
            backup.Put(People.Subject(5), People.Template(5));
        await RunAsync();

        await using (var silo = await Silo.StartAsync(earlier, files: _folder.Options))
            await AnswersAsTheTruthAsync(silo, earlier, Count);
        Assert.NotEmpty(earlier.PartsRead);
        await RunAsync();
        await using var other = await Silo.StartAsync(backup, files: _folder.Options);
        await AnswersAsTheTruthAsync(other, backup, Count + 2);
        Assert.Equal(Shards, backup.PartsRead.Count);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_used_stops_no_search_is_told_and_is_used_when_it_can_be()
    {
        Directory.Delete(_folder.Path);
        await File.WriteAllTextAsync(_folder.Path, "in the way", Cancellation);
        await using (var silo = await Silo.StartAsync(_truth, files: _folder.Options))
        {
            await AnswersAsTheTruthAsync(silo, _truth, Count);
            _truth.Withdraw(People.Subject(3));
            await silo.Gallery.RefreshAsync([People.Subject(3)], Cancellation);
            await AnswersAsTheTruthAsync(silo, _truth, Count);
            Assert.Equal(Shards, (await silo.Gallery.StatusAsync(Cancellation)).ShardsUnkept);
            File.Delete(_folder.Path);
        }

        await using var next = await StartAgainAsync();
        await AnswersAsTheTruthAsync(next, _truth, Count);
        Assert.Empty(_truth.PartsRead);
        Assert.Equal(0, (await next.Gallery.StatusAsync(Cancellation)).ShardsUnkept);
    }

    [Fact]
    public async Task Two_silos_never_have_the_same_files_and_the_second_searches_all_the_same()
    {
        await RunAsync();
        await using var first = await StartAgainAsync();
        await first.SearchWholeAsync(People.Query(3));
        await using var second = await StartAgainAsync();
        await AnswersAsTheTruthAsync(second, _truth, Count);

        Assert.Equal(0, (await first.Gallery.StatusAsync(Cancellation)).ShardsUnkept);
        Assert.Equal(Shards, (await second.Gallery.StatusAsync(Cancellation)).ShardsUnkept);
    }

    [Fact]
    public async Task A_generation_that_is_not_searched_any_more_leaves_no_files_and_the_next_one_is_gone_on_from()
    {
        await using (var silo = await StartAgainAsync())
        {
            await silo.SearchWholeAsync(People.Query(3));
            await _truth.WhenInForceAsync(_truth.Begin(2));
            await UntilAsync(() => _folder.Shards.Count == 2);
            await AnswersAsTheTruthAsync(silo, _truth, Count);
        }

        await using var next = await StartAgainAsync();
        await AnswersAsTheTruthAsync(next, _truth, Count);
        Assert.Empty(_truth.PartsRead);
    }

    [Fact]
    public async Task A_shard_that_moves_to_a_silo_that_joins_leaves_no_files_behind()
    {
        var truth = People.Truth(shards: 8, Count);
        await using var silos = await Silos.StartAsync(truth, 1, _folder);
        await Silos.SearchWholeAsync(silos.Live[0], People.Query(1));
        var first = Assert.Single(Directory.GetDirectories(_folder.Path));
        Assert.Equal(8, Directory.GetDirectories(first).Length);

        await silos.JoinAsync();
        await UntilAsync(() => Directory.GetDirectories(first).Length < 8 && _folder.ShardsOfAllNodes.Count == 8);

        Assert.Equal(8, (await Silos.SearchWholeAsync(silos.Live[1], People.Query(1))).Coverage.ShardsAnswered);
        Assert.Equal(Enumerable.Range(0, 8).Select(shard => $"main-7-{shard:D3}"), _folder.ShardsOfAllNodes);
    }

    [Fact]
    public async Task A_stopped_silo_has_let_its_files_go()
    {
        await RunAsync();
        Assert.Equal(Shards, _folder.Shards.Count);
        Assert.All(_folder.Shards, shard => Assert.True(FaceMatch.Index.Files.IndexFiles.TryWipe(shard)));
    }

    private Task<Silo> StartAgainAsync()
    {
        _truth.PartsRead.Clear();
        _truth.SubjectsRead.Clear();
        return Silo.StartAsync(_truth, files: _folder.Options);
    }

    /// <summary>From a start to an orderly stop, with every shard loaded.</summary>
    private async Task RunAsync()
    {
        await using var silo = await StartAgainAsync();
        await silo.SearchWholeAsync(People.Query(1));
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    /// <summary>Everybody that the truth has is found first by the own face, and nobody else is there.</summary>
    private static async Task AnswersAsTheTruthAsync(Silo silo, MemoryTruth truth, int last)
    {
        HashSet<Guid> expected = [];
        await foreach (var template in truth.Copy().ReadAllAsync(ShardRange.All, Cancellation))
            expected.Add(template.SubjectId);
        Assert.Equal(expected, Subjects(await silo.SearchWholeAsync(People.Query(1, last))).ToHashSet());
        for (var person = 1; person <= last; person++)
        {
            var nearest = (await silo.SearchWholeAsync(People.Query(person, limit: 1))).Neighbours[0].SubjectId;
            Assert.Equal(expected.Contains(People.Subject(person)), nearest == People.Subject(person));
        }
    }

    private static IEnumerable<Guid> Subjects(GalleryAnswer answer) => answer.Neighbours.Select(neighbour => neighbour.SubjectId);
}
