using FaceMatch.Cluster.Shards;
using FaceMatch.Core.Galleries;
using FaceMatch.Index.Snapshots;

namespace FaceMatch.Cluster.Tests;

public sealed class GalleryTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_over_all_shards_is_a_search_over_all_subjects()
    {
        await using var silo = await Silo.StartAsync(People.Truth(shards: 4, count: 300));

        var answer = await silo.SearchWholeAsync(People.Query(17, limit: 10));

        Assert.Equal(new Neighbour(People.Subject(17), 17, answer.Neighbours[0].Cosine), answer.Neighbours[0]);
        Assert.InRange(answer.Neighbours[0].Cosine, 0.9999f, 1.0001f);
        var probe = People.Face(17);
        var expected = Enumerable.Range(1, 300)
            .OrderByDescending(number => People.Face(number).Zip(probe, (a, b) => (double)a * b).Sum())
            .Take(10)
            .Select(People.Subject);
        Assert.Equal(expected, answer.Neighbours.Select(neighbour => neighbour.SubjectId));
        Assert.Equal((4, 4, 300), (answer.Coverage.ShardsAnswered, answer.Coverage.ShardsTotal, answer.Coverage.TemplatesSearched));
        Assert.Empty(answer.Coverage.Missing);

        var status = await silo.Gallery.StatusAsync(Cancellation);
        Assert.Equal((4, 4, 300), (status.ShardsReady, status.ShardsTotal, status.Templates));
        Assert.Equal(answer.GalleryVersion, status.GalleryVersion);
    }

    [Fact]
    public async Task Lists_expiry_and_minimum_are_kept_by_every_shard()
    {
        var truth = People.Truth(shards: 3, count: 30);
        truth.Put(People.Subject(31), People.Template(31, People.Missing));
        truth.Put(People.Subject(32), People.Template(32, People.Missing) with { SearchableUntil = People.Now });
        await using var silo = await Silo.StartAsync(truth);

        Assert.Equal([People.Subject(31)], Subjects(await silo.SearchWholeAsync(People.Query(1, 5, People.Missing))));
        Assert.Equal([People.Subject(2)], Subjects(await silo.SearchWholeAsync(People.Query(2) with { MinimumCosine = 0.99f })));
    }

    [Fact]
    public async Task A_change_is_seen_by_the_search_that_follows_the_refresh()
    {
        var truth = People.Truth(shards: 4, count: 50);
        await using var silo = await Silo.StartAsync(truth);
        var before = await silo.SearchWholeAsync(People.Query(60, limit: 1));
        Assert.NotEqual(People.Subject(60), before.Neighbours[0].SubjectId);

        truth.Put(People.Subject(60), People.Template(60));
        await silo.Gallery.RefreshAsync([People.Subject(60)], Cancellation);
        var after = await silo.Gallery.SearchAsync(People.Query(60, limit: 1), Cancellation);
        Assert.Equal(People.Subject(60), after.Neighbours[0].SubjectId);
        Assert.Equal("7.50", before.GalleryVersion);
        Assert.Equal("7.51", after.GalleryVersion);

        truth.Withdraw(People.Subject(60));
        await silo.Gallery.RefreshAsync([People.Subject(60)], Cancellation);
        var gone = await silo.Gallery.SearchAsync(People.Query(60, limit: 1), Cancellation);
        Assert.NotEqual(People.Subject(60), gone.Neighbours[0].SubjectId);
        Assert.True(gone.Coverage.Complete);
    }

    [Fact]
    public async Task A_loading_shard_makes_the_answer_incomplete_and_a_refresh_meanwhile_is_not_lost()
    {
        var truth = People.Truth(shards: 1, count: 20);
        var reading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        truth.AtEndOfRead = _ =>
        {
            reading.TrySetResult();
            return release.Task;
        };
        await using var silo = await Silo.StartAsync(truth);

        var answer = await silo.Gallery.SearchAsync(People.Query(3), Cancellation);
        Assert.Empty(answer.Neighbours);
        Assert.False(answer.Coverage.Complete);
        Assert.Equal(["Shard 1 of 1 is still loading."], answer.Coverage.Missing);

        // The full reading is past these subjects; only the refresh can tell the shard.
        await reading.Task;
        truth.Withdraw(People.Subject(3));
        truth.Put(People.Subject(60), People.Template(60));
        await silo.Gallery.RefreshAsync([People.Subject(3), People.Subject(60)], Cancellation);
        release.SetResult();

        Assert.Equal(People.Subject(60), (await silo.SearchWholeAsync(People.Query(60))).Neighbours[0].SubjectId);
        Assert.DoesNotContain(People.Subject(3), Subjects(await silo.SearchWholeAsync(People.Query(3, limit: 20))));
    }

    [Fact]
    public async Task A_subject_that_changes_again_while_it_is_read_is_read_again()
    {
        var truth = People.Truth(shards: 1, count: 20);
        var (reads, held) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        var second = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silo = await Silo.StartAsync(truth);
        await silo.SearchWholeAsync(People.Query(3));
        truth.AtSubjectRead = () =>
        {
            if (Interlocked.Increment(ref reads) > 1)
                return Task.CompletedTask;
            held.SetResult();
            return second.Task;
        };

        truth.Withdraw(People.Subject(3));
        var first = silo.Gallery.SearchAsync(People.Query(3, limit: 1), Cancellation);
        await held.Task;
        truth.Put(People.Subject(3), People.Template(3));
        var later = silo.Gallery.SearchAsync(People.Query(3, limit: 1), Cancellation);
        second.SetResult();

        Assert.True((await first).Coverage.Complete);
        Assert.Equal([People.Subject(3)], Subjects(await later));
        Assert.Equal(2, reads);
    }

    [Fact]
    public async Task A_change_that_no_shard_was_told_of_is_seen_by_the_next_search()
    {
        var truth = People.Truth(shards: 4, count: 50);
        await using var silo = await Silo.StartAsync(truth);
        await silo.SearchWholeAsync(People.Query(3));

        truth.Withdraw(People.Subject(3));
        truth.Put(People.Subject(60), People.Template(60));

        var gone = await silo.Gallery.SearchAsync(People.Query(3, limit: 50), Cancellation);
        Assert.True(gone.Coverage.Complete);
        Assert.DoesNotContain(People.Subject(3), Subjects(gone));
        Assert.Equal(People.Subject(60), (await silo.Gallery.SearchAsync(People.Query(60), Cancellation)).Neighbours[0].SubjectId);
    }

    [Fact]
    public async Task A_shard_reads_only_its_own_part_of_the_truth()
    {
        var truth = People.Truth(shards: 4, count: 50);
        await using var silo = await Silo.StartAsync(truth);
        await silo.SearchWholeAsync(People.Query(3));

        Assert.Equal(Enumerable.Range(0, 4).Select(shard => ShardRange.Of(shard, 4)), truth.PartsRead.OrderBy(part => part.First));
    }

    [Fact]
    public async Task A_shard_that_cannot_read_the_truth_is_reported_and_comes_back()
    {
        var truth = People.Truth(shards: 4, count: 40);
        truth.AtEndOfRead = number => number == 2 ? Task.FromException(new IOException("disk")) : Task.CompletedTask;
        await using var silo = await Silo.StartAsync(truth);
        GalleryAnswer answer;
        do
        {
            answer = await silo.Gallery.SearchAsync(People.Query(1), Cancellation);
        }
        while (answer.Coverage.ShardsAnswered < 3);

        Assert.Equal(40, (await silo.SearchWholeAsync(People.Query(1))).Coverage.TemplatesSearched);
    }

    [Fact]
    public async Task A_shard_that_failed_to_read_a_change_answers_nothing_rather_than_the_old()
    {
        var truth = People.Truth(shards: 1, count: 10);
        await using var silo = await Silo.StartAsync(truth);
        await silo.SearchWholeAsync(People.Query(3));
        var broken = true;
        truth.AtSubjectRead = () => broken ? Task.FromException(new IOException("disk")) : Task.CompletedTask;

        truth.Withdraw(People.Subject(3));
        await silo.Gallery.RefreshAsync([People.Subject(3)], Cancellation);
        var answer = await silo.Gallery.SearchAsync(People.Query(3), Cancellation);
        Assert.Empty(answer.Neighbours);
        Assert.Equal(["Shard 1 of 1 failed."], answer.Coverage.Missing);

        broken = false;
        Assert.DoesNotContain(People.Subject(3), Subjects(await silo.SearchWholeAsync(People.Query(3, limit: 10))));
    }

    [Fact]
    public async Task A_shard_that_gets_no_core_in_time_is_reported_as_late()
    {
        var options = new ClusterOptions(Silo.Dimensions, SearchCores: 1);
        await using var silo = await Silo.StartAsync(People.Truth(shards: 2, count: 10), options);
        await silo.SearchWholeAsync(People.Query(1));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var busy = new ManualResetEventSlim();
        var scan = silo.Service<ScanGate>().RunAsync(
            () =>
            {
                release.SetResult();
                busy.Wait(Cancellation);
                return 0;
            },
            Cancellation);
        await release.Task;

        var answer = await silo.Gallery.SearchAsync(People.Query(1), Cancellation);

        Assert.Equal(0, answer.Coverage.ShardsAnswered);
        Assert.Equal(["Shard 1 of 2 did not answer in time.", "Shard 2 of 2 did not answer in time."], answer.Coverage.Missing);
        busy.Set();
        await scan;
    }

    [Fact]
    public async Task A_cancelled_caller_is_not_kept_waiting()
    {
        var truth = People.Truth(shards: 1, count: 10);
        await using var silo = await Silo.StartAsync(truth);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => silo.Gallery.SearchAsync(People.Query(1), new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_stopped_silo_has_given_back_all_its_native_memory()
    {
        var silo = await Silo.StartAsync(People.Truth(shards: 3, count: 100));
        await silo.SearchWholeAsync(People.Query(1));
        var pages = silo.Service<NativePages>();
        Assert.NotEqual(0, pages.Bytes);

        await silo.DisposeAsync();

        Assert.Equal(0, pages.Bytes);
    }

    private static IEnumerable<Guid> Subjects(GalleryAnswer answer) => answer.Neighbours.Select(neighbour => neighbour.SubjectId);
}
