using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Searches;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Server.Tests.Imports;
using FaceMatch.Storage;
using FaceMatch.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Server.Tests.Galleries;

/// <summary>A server whose gallery nobody else's test counts the shards of.</summary>
public sealed class ReshardedServer : FaceMatchServer;

public sealed class ReshardTests(ReshardedServer server) : IClassFixture<ReshardedServer>
{
    private const string Gallery = "/api/v1/gallery";
    private const string Generations = Gallery + "/generations";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_gallery_gets_another_number_of_shards_while_every_search_is_complete()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        (_, string enrolled, string other) = SharedFaces.Apart(40);
        string subject = await server.EnrolApprovedAsync(enrolled);
        byte[] probe = await File.ReadAllBytesAsync(other, cancel);
        HttpClient administrator = await server.NewAccountAsync("resharder", Role.Administrator);
        GalleryView before = (await administrator.GetFromJsonAsync<GalleryView>(Gallery, ApiAnswers.Json, cancel))!;
        Assert.Equal(new GenerationView(1, 4, 4, 1), before.InForce);

        using HttpResponseMessage answer = await administrator.PostAsJsonAsync(Generations, new ReshardRequest(2), cancel);
        GalleryView begun = await answer.ReadAsync<GalleryView>(HttpStatusCode.Accepted);
        Assert.Equal((2, 2, before.InForce), (begun.Building!.Number, begun.Building.Shards, begun.InForce));
        string health = await server.Anonymous.GetStringAsync(new Uri(server.ManagementAddress, "/healthz/ready"), cancel);
        Assert.Contains("Generation 2 is being built", health, StringComparison.Ordinal);

        GalleryView now = begun;
        while (now.Building is not null)
        {
            SearchView found = await SearchAsync(probe);
            Assert.True(found.Coverage.Complete, string.Join(' ', found.Coverage.Missing));
            Assert.Equal(subject, found.Faces[0].Candidates[0].SubjectId);
            now = (await administrator.GetFromJsonAsync<GalleryView>(Gallery, ApiAnswers.Json, cancel))!;
        }

        Assert.Equal(new GenerationView(2, 2, 2, 1), now.InForce);
        SearchView after = await SearchAsync(probe);
        Assert.Equal((2, 2, subject), (after.Coverage.ShardsAnswered, after.Coverage.ShardsTotal, after.Faces[0].Candidates[0].SubjectId));
        await using FaceMatchDbContext db = await server.Services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(cancel);
        List<LedgerEntry> told = await db.LedgerEntries.Where(entry => entry.Target == "generation/2").OrderBy(entry => entry.Sequence).ToListAsync(cancel);
        Assert.Equal(["generation.begun", "generation.put-in-force"], told.Select(entry => entry.Action));
        Assert.All(told, entry => Assert.Equal((begun.Building.BegunBy, "resharder"), (entry.ActorId.ToString(), entry.ActorName)));
    }

    [Fact(Timeout = 120_000)]
    public async Task A_reshard_goes_on_after_kill_9()
    {
        CancellationToken cancel = TestContext.Current.CancellationToken;
        string data = Path.Combine(Path.GetTempPath(), "facematch-tests", Guid.NewGuid().ToString("N"));
        using (ServerProcess killed = await ServerProcess.StartAsync(data))
        {
            using HttpResponseMessage begun = await killed.Client.PostAsJsonAsync(Generations, new ReshardRequest(7), cancel);
            Assert.Equal(HttpStatusCode.Accepted, begun.StatusCode);
            await killed.KillAsync();
        }

        using ServerProcess next = await ServerProcess.StartAsync(data);
        GalleryView gallery;
        do
        {
            gallery = (await next.Client.GetFromJsonAsync<GalleryView>(Gallery, ApiAnswers.Json, cancel))!;
        }
        while (gallery.InForce.Number != 2);

        Assert.Equal(new GenerationView(2, 7, 7, 0), gallery.InForce);
        await next.KillAsync();
        await TestDatabase.DropAsync(data);
        Directory.Delete(data, recursive: true);
    }

    [Theory]
    [MemberData(nameof(EveryRole.But), Role.Administrator, MemberType = typeof(EveryRole))]
    public async Task Only_an_administrator_reshards_and_an_auditor_may_look(Role role)
    {
        HttpClient other = await server.AsAsync(role);
        using HttpResponseMessage reshard = await other.PostAsJsonAsync(Generations, new ReshardRequest(2), Cancel);
        await reshard.RefusedAsync(403, "role-required");
        using HttpResponseMessage giveUp = await other.DeleteAsync(Generations + "/2", Cancel);
        await giveUp.RefusedAsync(403, "role-required");
        using HttpResponseMessage look = await other.GetAsync(Gallery, Cancel);
        if (role == Role.Auditor) await look.ReadAsync<GalleryView>();
        else await look.RefusedAsync(403, "role-required");
    }

    private async Task<SearchView> SearchAsync(byte[] probe)
    {
        HttpClient investigator = await server.AsAsync(Role.Investigator);
        using MultipartFormDataContent form = ApiAnswers.Form(
            ("image", probe), ("caseReference", "C-1"), ("legalReference", "L-1"), ("justification", "test"));
        using HttpResponseMessage answer = await investigator.PostAsync("/api/v1/searches", form, Cancel);
        return await answer.ReadAsync<SearchView>(HttpStatusCode.Created);
    }
}
