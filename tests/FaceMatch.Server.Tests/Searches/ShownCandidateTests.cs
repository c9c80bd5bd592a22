using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Server.Tests.Searches;

/// <summary>What a search showed stays what it showed (oversight rules 21 and 22).</summary>
public sealed class ShownCandidateTests(FaceMatchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_21_A_search_read_again_shows_what_it_showed_and_not_what_became_of_the_lists()
    {
        (_, string first, string second) = SharedFaces.Apart(60);
        string subject = await server.EnrolApprovedAsync(first, "victim");
        string[] made = [await server.MakeListAsync("victim"), await server.MakeListAsync("victim"), await server.MakeListAsync("victim")];
        string[] lists = [.. made.Order(StringComparer.Ordinal)];
        await server.PutOnListAsync(lists[1], subject);
        await server.PutOnListAsync(lists[0], subject);

        SearchView answered = await server.SearchAsync(second);
        CandidateView shown = Own(answered, subject);
        Assert.Equal([lists[0], lists[1]], shown.WatchlistIds);
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpResponseMessage removed = await officer.DeleteAsync($"/api/v1/watchlists/{lists[1]}/subjects/{subject}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await server.PutOnListAsync(lists[2], subject);

        CandidateView again = Own(await ReadAsync(answered.SearchId), subject);
        Assert.Equal(shown.WatchlistIds, again.WatchlistIds);
        Assert.Equal(shown with { WatchlistIds = [] }, again with { WatchlistIds = [] });
    }

    [Fact]
    public async Task Oversight_21_A_search_keeps_the_gallery_and_the_version_of_every_list_that_it_ran_on()
    {
        string one = await server.MakeListAsync("victim");
        string other = await server.MakeListAsync("victim");
        string probe = SharedFaces.Apart(61).Second;

        ProbeSearch everywhere = await KeptAsync(await server.SearchAsync(probe));
        Assert.NotEmpty(everywhere.GalleryVersion);
        Assert.Contains(new WatchlistVersion(Guid.Parse(one), 0), everywhere.WatchlistVersions);
        Assert.Contains(new WatchlistVersion(Guid.Parse(other), 0), everywhere.WatchlistVersions);

        await server.PutOnListAsync(one, await server.EnrolApprovedAsync(SharedFaces.Apart(61).First, "victim"));
        ProbeSearch narrow = await KeptAsync(await server.SearchAsync(probe, ("watchlistIds", one)));
        Assert.Equal([new WatchlistVersion(Guid.Parse(one), 1)], narrow.WatchlistVersions);
        Assert.NotEqual(everywhere.GalleryVersion, narrow.GalleryVersion);
    }

    [Fact]
    public async Task Oversight_21_Of_a_subject_that_was_erased_a_search_keeps_the_reference_number_and_no_list()
    {
        (_, string first, string second) = SharedFaces.Apart(62);
        string subject = await server.EnrolApprovedAsync(first, "victim");
        await server.PutOnListAsync(await server.MakeListAsync("victim"), subject);
        SearchView answered = await server.SearchAsync(second);
        CandidateView shown = Own(answered, subject);
        Assert.Single(shown.WatchlistIds);

        await server.DeleteSubjectAsync(subject);

        CandidateView again = Own(await ReadAsync(answered.SearchId), subject);
        Assert.Equal(shown.ReferenceNumber, again.ReferenceNumber);
        Assert.Empty(again.WatchlistIds);
        Assert.Null((await KeptAsync(answered)).Candidates.Single(candidate => candidate.SubjectId == Guid.Parse(subject)).WatchlistIds);
    }

    private static CandidateView Own(SearchView search, string subject) =>
        Assert.Single(search.Faces.SelectMany(face => face.Candidates), candidate => candidate.SubjectId == subject);

    private async Task<SearchView> ReadAsync(string search)
    {
        HttpClient investigator = await server.AsAsync(Role.Investigator);
        return (await investigator.GetFromJsonAsync<SearchView>($"/api/v1/searches/{search}", ApiAnswers.Json, Cancel))!;
    }

    private async Task<ProbeSearch> KeptAsync(SearchView search)
    {
        await using FaceMatchDbContext db = await server.Services.GetRequiredService<IDbContextFactory<FaceMatchDbContext>>().CreateDbContextAsync(Cancel);
        return await db.Searches.Include(kept => kept.Candidates).SingleAsync(kept => kept.Id == Guid.Parse(search.SearchId), Cancel);
    }
}
