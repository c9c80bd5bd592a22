using System.Collections.Frozen;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Server.Tests.Imports;
using FaceMatch.Server.Tests.Live;
using FaceMatch.Server.Tests.Watching;

namespace FaceMatch.Server.Tests.Access;

/// <summary>
/// Every call of the contract by somebody of another unit who holds every role and knows every id. A call that the walk does not know fails,
/// so that none comes to be unthought of. Alerts are in <see cref="AlertScopeTests"/>.
/// </summary>
public sealed class UnitScopeTests(FaceMatchServer server)
{
    private const string Elsewhere = "elsewhere";

    /// <summary>What concerns the machine, the city or everybody, or is walked elsewhere.</summary>
    private static readonly FrozenSet<string> NoUnits =
        FrozenSet.ToFrozenSet(["accounts", "alerts", "audit", "calibrations", "cameras", "gallery", "stops"], StringComparer.Ordinal);

    /// <summary>Judges, enrols, approves and searches; neither audits nor pushes frames, which is not by unit.</summary>
    private static readonly Role[] Everything =
        [Role.Investigator, Role.Reviewer, Role.SeniorReviewer, Role.WatchlistOfficer, Role.Approver, Role.Administrator];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_24_Somebody_of_another_unit_reaches_nothing_by_its_id()
    {
        Things things = await MakeAsync(41);
        HttpClient stranger = await server.NewAccountInAsync(Elsewhere, $"stranger {Guid.NewGuid():N}", Everything);
        List<string> wrong = [];
        foreach ((string method, string path) in await server.CallsAsync())
        {
            string thing = path.Split('/')[1];
            if (!path.Contains('{', StringComparison.Ordinal) || NoUnits.Contains(thing)) continue;
            string address = path.Replace("{id}", things.IdOf(thing), StringComparison.Ordinal)
                .Replace("{imageId}", things.Image, StringComparison.Ordinal).Replace("{subjectId}", things.Subject, StringComparison.Ordinal);
            using HttpRequestMessage request = new(new HttpMethod(method.ToUpperInvariant()), "/api/v1" + address) { Content = Body(method, path) };
            using HttpResponseMessage answer = await stranger.SendAsync(request, Cancel);
            if (answer.StatusCode != HttpStatusCode.NotFound) wrong.Add($"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Oversight_24_No_list_shows_anything_of_another_unit()
    {
        Things things = await MakeAsync(42);
        HttpClient stranger = await server.NewAccountInAsync(Elsewhere, $"stranger {Guid.NewGuid():N}", Everything);
        List<string> wrong = [];
        foreach ((string method, string path) in await server.CallsAsync())
        {
            if (method != "get" || path.Contains('{', StringComparison.Ordinal) || path.EndsWith("/stream", StringComparison.Ordinal)) continue;
            using HttpResponseMessage answer = await stranger.GetAsync(new Uri("/api/v1" + path, UriKind.Relative), Cancel);
            string body = await answer.Content.ReadAsStringAsync(Cancel);
            wrong.AddRange(things.All.Where(id => body.Contains(id, StringComparison.Ordinal)).Select(id => $"{path}: {id}"));
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Oversight_24_A_search_from_another_unit_neither_finds_its_subjects_nor_names_its_lists()
    {
        Things things = await MakeAsync(43);
        HttpClient stranger = await server.NewAccountInAsync(Elsewhere, $"stranger {Guid.NewGuid():N}", Everything);
        using (HttpResponseMessage found = await stranger.SearchAsync(things.Probe))
        {
            SearchView view = await found.ReadAsync<SearchView>(HttpStatusCode.Created);
            Assert.DoesNotContain(view.Faces.SelectMany(face => face.Candidates), candidate => candidate.SubjectId == things.Subject);
        }

        using (HttpResponseMessage named = await stranger.SearchAsync(things.Probe, ("watchlistIds", things.List)))
            await named.RefusedAsync(422, "unknown-watchlist");
        DateTimeOffset now = DateTimeOffset.UtcNow;
        CreateDeploymentRequest request = new(
            "tests", [things.Camera], [things.List], now, now.AddHours(1), new ThresholdRequest(1e-5, null), "square", "IA-1");
        using HttpResponseMessage deployed = await stranger.PostAsJsonAsync("/api/v1/deployments", request, Cancel);
        JsonElement fields = (await deployed.RefusedAsync(422, "invalid-fields")).GetProperty("errors");
        Assert.Equal("watchlistIds", Assert.Single(fields.EnumerateObject()).Name);
    }

    [Fact]
    public async Task A_person_on_a_list_of_the_whole_force_is_found_from_every_unit_and_changed_by_the_own_alone()
    {
        Things things = await MakeAsync(44);
        HttpClient headquarters = await server.NewAccountInAsync("", $"headquarters {Guid.NewGuid():N}", Role.WatchlistOfficer);
        using HttpResponseMessage made = await headquarters.PostAsJsonAsync(
            "/api/v1/watchlists", new CreateWatchlistRequest($"national {Guid.NewGuid():N}", "tests", "wanted"), Cancel);
        string national = (await made.ReadAsync<CreatedWatchlist>(HttpStatusCode.Created)).Id;
        using HttpResponseMessage put = await headquarters.PutAsync($"/api/v1/watchlists/{national}/subjects/{things.Subject}", content: null, Cancel);
        Assert.Equal(HttpStatusCode.NoContent, put.StatusCode);

        HttpClient stranger = await server.NewAccountInAsync(Elsewhere, $"stranger {Guid.NewGuid():N}", Everything);
        using HttpResponseMessage found = await stranger.SearchAsync(things.Probe);
        CandidateView candidate = (await found.ReadAsync<SearchView>(HttpStatusCode.Created)).Faces[0].Candidates[0];
        Assert.Equal(things.Subject, candidate.SubjectId);
        using HttpResponseMessage shown = await stranger.GetAsync(new Uri($"/api/v1/subjects/{things.Subject}", UriKind.Relative), Cancel);
        SubjectView subject = await shown.ReadAsync<SubjectView>();
        Assert.Equal([national], candidate.WatchlistIds);
        Assert.Equal([national], subject.WatchlistIds);
        Page<SubjectView>? onTheirs = await stranger.GetFromJsonAsync<Page<SubjectView>>(
            $"/api/v1/subjects?watchlistId={things.List}", ApiAnswers.Json, Cancel);
        Assert.Empty(onTheirs!.Items);
        using HttpResponseMessage suspended = await stranger.PostAsJsonAsync($"/api/v1/subjects/{things.Subject}/suspend", new ReasonRequest("no"), Cancel);
        await suspended.RefusedAsync(403, "other-unit");
    }

    [Fact]
    public async Task What_an_account_without_a_unit_makes_is_every_units_to_work_on()
    {
        Things things = await MakeAsync(45);
        HttpClient headquarters = await server.NewAccountInAsync("", $"headquarters {Guid.NewGuid():N}", Role.Investigator);
        using HttpResponseMessage searched = await headquarters.SearchAsync(things.Probe);
        string candidate = (await searched.ReadAsync<SearchView>(HttpStatusCode.Created)).Faces[0].Candidates[0].CandidateId;
        HttpClient reviewer = await server.NewAccountInAsync(Elsewhere, $"reviewer {Guid.NewGuid():N}", Role.Reviewer);
        using HttpResponseMessage judged = await reviewer.PostAsJsonAsync($"/api/v1/candidates/{candidate}/opinions", ReviewTests.Opinion("same"), Cancel);
        Assert.Equal(HttpStatusCode.Created, judged.StatusCode);
    }

    [Fact]
    public async Task Oversight_24_An_administrator_of_one_unit_makes_no_account_of_another_or_of_the_whole_force()
    {
        HttpClient administrator = await server.NewAccountInAsync(Elsewhere, $"administrator {Guid.NewGuid():N}", Role.Administrator);
        foreach (string? unit in (string?[])["tests", "", null])
        {
            CreateAccountRequest request = new($"account {Guid.NewGuid():N}", ["reviewer"], unit);
            using HttpResponseMessage made = await administrator.PostAsJsonAsync("/api/v1/accounts", request, Cancel);
            await made.RefusedAsync(403, "other-unit");
        }

        AccountView[]? seen = await administrator.GetFromJsonAsync<AccountView[]>("/api/v1/accounts", ApiAnswers.Json, Cancel);
        Assert.All(seen!, account => Assert.Equal(Elsewhere, account.Unit));
    }

    /// <summary>Of the form that the call wants, so that it is looked for what the id names.</summary>
    private static HttpContent? Body(string method, string path) => path switch
    {
        _ when method == "get" => null,
        _ when path.EndsWith("/images", StringComparison.Ordinal) =>
            ApiAnswers.Form(("image", new byte[] { 1 }), ("source", "family"), ("lawfulHolding", "given")),
        _ when path.EndsWith("/opinions", StringComparison.Ordinal) => JsonContent.Create(ReviewTests.Opinion("same")),
        _ => JsonContent.Create(new ReasonRequest("a reason")),
    };

    /// <summary>One of everything, of the unit of the tests.</summary>
    private async Task<Things> MakeAsync(int person)
    {
        (_, string enrolled, string probe) = SharedFaces.Apart(person);
        string subject = await server.EnrolApprovedAsync(enrolled);
        string list = await server.MakeListAsync();
        await server.PutOnListAsync(list, subject);
        string camera = await server.CameraAsync(source: null);
        string deployment = await server.RequestAsync(camera, list);
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        string import = await officer.SubmitAsync(new ImportFiles().Row($"{Guid.NewGuid():N}", "text.jpg", "not a picture"u8.ToArray()));
        SearchView search = await server.SearchAsync(probe);
        CandidateView candidate = search.Faces[0].Candidates[0];
        Assert.Equal(subject, candidate.SubjectId);
        return new Things(probe, subject, candidate.ImageId, list, camera, deployment, import, search.SearchId, candidate.CandidateId);
    }

    private sealed record Things(
        string Probe, string Subject, string Image, string List, string Camera, string Deployment, string Import, string Search, string Candidate)
    {
        public IEnumerable<string> All => [Subject, Image, List, Deployment, Import, Search, Candidate];

        public string IdOf(string thing) => thing switch
        {
            "subjects" => Subject,
            "watchlists" => List,
            "deployments" => Deployment,
            "imports" => Import,
            "searches" => Search,
            "candidates" => Candidate,
            _ => throw new InvalidOperationException($"{thing}: say here whose they are."),
        };
    }
}
