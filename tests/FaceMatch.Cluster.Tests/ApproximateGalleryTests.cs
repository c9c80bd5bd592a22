using FaceMatch.Index.Faiss;

namespace FaceMatch.Cluster.Tests;

public sealed class ApproximateGalleryTests
{
    [Fact]
    public async Task Shards_of_a_type_of_Faiss_answer_see_changes_and_say_what_they_may_miss()
    {
        Assert.SkipUnless(FaissLibrary.IsAvailable, "libfaiss_c.so is not here; `ops/run --with-faiss` and `ops/test` build it.");
        var truth = People.Truth(shards: 1, count: 1200);
        await using var silo = await Silo.StartAsync(truth, Options("HNSW16"));

        Assert.Equal(People.Subject(17), (await silo.SearchWholeAsync(People.Query(17, limit: 10))).Neighbours[0].SubjectId);

        truth.Withdraw(People.Subject(17));
        await silo.Gallery.RefreshAsync([People.Subject(17)], TestContext.Current.CancellationToken);
        var gone = await silo.SearchWholeAsync(People.Query(17, limit: 10));
        Assert.Equal(10, gone.Neighbours.Count);
        Assert.DoesNotContain(gone.Neighbours, neighbour => neighbour.SubjectId == People.Subject(17));

        // Measured in the background.
        var status = await silo.Gallery.StatusAsync(TestContext.Current.CancellationToken);
        while (status.Approximate is { TemplatesMeasured: 0 })
            status = await silo.Gallery.StatusAsync(TestContext.Current.CancellationToken);
        Assert.Equal(("HNSW16", 1, 1), (status.Approximate!.Type, status.Approximate.ShardsInUse, status.Approximate.Leftovers));
        Assert.InRange(status.Approximate.RecallAt20, 0.8, 1);
        Assert.InRange(status.Approximate.AddedFnir, 0, 0.05);
    }

    [Fact]
    public async Task A_restart_takes_into_use_what_Faiss_learned_before_and_does_not_train_again()
    {
        Assert.SkipUnless(FaissLibrary.IsAvailable, "libfaiss_c.so is not here; `ops/run --with-faiss` and `ops/test` build it.");
        using var folder = new IndexFolder();
        var truth = People.Truth(shards: 1, count: 400);
        await using (var silo = await Silo.StartAsync(truth, Options("IVF4,Flat"), files: folder.Options))
        {
            await silo.SearchWholeAsync(People.Query(1));
            while ((await silo.Gallery.StatusAsync(TestContext.Current.CancellationToken)).Approximate is not { ShardsInUse: 1 })
                await Task.Yield();
        }

        // Too few are left to train on: what it knows comes from the file.
        for (var person = 1; person <= 300; person++)
            truth.Withdraw(People.Subject(person));
        truth.PartsRead.Clear();
        await using var next = await Silo.StartAsync(truth, Options("IVF4,Flat"), files: folder.Options);

        var answer = await next.SearchWholeAsync(People.Query(350, limit: 400));
        Assert.Equal((100, People.Subject(350)), (answer.Neighbours.Count, answer.Neighbours[0].SubjectId));
        Assert.Equal(1, (await next.Gallery.StatusAsync(TestContext.Current.CancellationToken)).Approximate!.ShardsInUse);
        Assert.Empty(truth.PartsRead);
    }

    [Fact]
    public async Task An_exact_gallery_says_nothing_of_recall()
    {
        await using var silo = await Silo.StartAsync(People.Truth(shards: 2, count: 20));
        await silo.SearchWholeAsync(People.Query(1));
        Assert.Null((await silo.Gallery.StatusAsync(TestContext.Current.CancellationToken)).Approximate);
    }

    [Fact]
    public void A_type_that_does_not_exist_stops_the_start_with_the_setting_and_the_reason()
    {
        var refused = Assert.Throws<ArgumentException>(() => Options("Nonsense12").Validated());
        Assert.Contains("IndexType is 'Nonsense12'", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Faiss", refused.Message, StringComparison.Ordinal);
    }

    private static ClusterOptions Options(string type) =>
        new(Silo.Dimensions, SearchDeadline: TimeSpan.FromSeconds(30), IndexType: type);
}
