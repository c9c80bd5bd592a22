using FaceMatch.Cli.Terminal;
using FaceMatch.Core.Galleries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace FaceMatch.Cli.Tests;

public sealed class GalleryTests
{
    private static readonly GalleryView Before = new(new GenerationView(1, 4, 4, 1_200), "1.77", null);
    private static readonly GalleryView During = Before with { Building = Build(loaded: 3, proven: 1, unlike: 0) };
    private static readonly GalleryView After = new(new GenerationView(2, 8, 8, 1_201), "2.78", null);

    [Fact]
    public async Task Status_tells_what_is_searched_and_what_is_being_built()
    {
        await using ContractServer server = await AnsweringAsync(Before with { Building = Build(loaded: 3, proven: 1, unlike: 1) });

        CliRun run = await CliRun.OfAsync(server.Variables, "gallery", "status");

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Contains("generation 1, 4 of 4 shards ready, 1200 templates (gallery version 1.77)", run.Output, StringComparison.Ordinal);
        Assert.Contains("generation 2, 3 of 8 shards loaded with 450 templates, 1 agree with the truth", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 of them do not agree", run.Output, StringComparison.Ordinal);
        Assert.Contains("facematch gallery give-up", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_of_a_gallery_with_a_shard_missing_is_an_exit_status_too()
    {
        await using ContractServer server = await AnsweringAsync(Before with { InForce = new GenerationView(1, 4, 3, 900) });

        Assert.Equal(ExitCodes.Partly, (await CliRun.OfAsync(server.Variables, "gallery", "status", "--json")).Status);
    }

    [Fact]
    public async Task A_reshard_is_waited_for_until_searches_run_on_it()
    {
        await using ContractServer server = await AnsweringAsync(During, During, After);

        CliRun run = await CliRun.OfAsync(server.Variables, "gallery", "reshard", "--shards", "8");

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Contains("generation 2, 8 of 8 shards ready", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reshard_that_is_given_up_meanwhile_is_told_by_the_exit_status()
    {
        await using ContractServer server = await AnsweringAsync(During, Before);

        Assert.Equal(ExitCodes.Partly, (await CliRun.OfAsync(server.Variables, "gallery", "reshard", "--shards", "8")).Status);
    }

    [Fact]
    public async Task Who_does_not_want_to_wait_is_told_how_far_it_is()
    {
        await using ContractServer server = await AnsweringAsync(During);

        CliRun run = await CliRun.OfAsync(server.Variables, "gallery", "reshard", "--shards", "8", "--no-wait");

        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.Contains("Being built: generation 2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_up_names_the_generation_that_is_being_built()
    {
        await using ContractServer server = await AnsweringAsync(During);
        CliRun run = await CliRun.OfAsync(server.Variables, "gallery", "give-up");
        Assert.Equal(ExitCodes.Ok, run.Status);
        Assert.DoesNotContain("Being built", run.Output, StringComparison.Ordinal);

        await using ContractServer idle = await AnsweringAsync(Before);
        Assert.Equal(ExitCodes.Usage, (await CliRun.OfAsync(idle.Variables, "gallery", "give-up")).Status);
    }

    private static GenerationBuildView Build(int loaded, int proven, int unlike) =>
        new(2, 8, loaded, proven, unlike, 150 * loaded, new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero), "0199");

    /// <summary>Answers one after the other, and the last for ever.</summary>
    private static Task<ContractServer> AnsweringAsync(params GalleryView[] views)
    {
        int asked = 0;
        return ContractServer.StartAsync(app =>
        {
            app.MapGet("/api/v1/gallery", Next);
            app.MapPost("/api/v1/gallery/generations", (ReshardRequest request) => request.Shards == 8 ? Results.Accepted(value: Next()) : Results.BadRequest());
            app.MapDelete("/api/v1/gallery/generations/2", () => Before);
        });

        GalleryView Next() => views[Math.Min(asked++, views.Length - 1)];
    }
}
