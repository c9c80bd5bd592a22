using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Searches;
using FaceMatch.Server.Tests.Hosting;
using FaceMatch.Server.Tests.Live;

namespace FaceMatch.Server.Tests.Access;

/// <summary>
/// Two searches with one picture by one person give two candidates that differ in nothing. One of them gets a first opinion. Whoever is to give
/// the second asks every call of the contract about both, with every id in hand, and must not be able to tell them apart.
/// </summary>
public sealed partial class BlindnessTests(FaceMatchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_02_No_call_tells_the_second_reviewer_that_there_is_a_first_opinion()
    {
        (SearchView judged, SearchView fresh) = await PairAsync(51);
        HttpClient first = await server.AsAsync(Role.Reviewer);
        using (HttpResponseMessage given = await GiveAsync(first, Candidate(judged), "different"))
            await given.ReadAsync<JsonElement>(HttpStatusCode.Created);

        HttpClient second = await server.NewAccountAsync(
            $"second {Guid.NewGuid():N}", Role.Reviewer, Role.SeniorReviewer, Role.WatchlistOfficer, Role.Approver, Role.Investigator);
        List<string> told = [];
        foreach ((string method, string path) in await server.CallsAsync())
        {
            if (method != "get" || !path.Contains("{id}", StringComparison.Ordinal)) continue;
            string one = await AnswerAsync(second, path, judged);
            string other = await AnswerAsync(second, path, fresh);
            if (!string.Equals(one, other, StringComparison.Ordinal)) told.Add($"{path}: {one} <> {other}");
        }

        Assert.Empty(told);
        await AssertSameRefusalAsync(second, judged, fresh);
    }

    [Fact]
    public async Task Oversight_02_A_candidate_with_a_first_opinion_keeps_its_place_in_the_queue()
    {
        (SearchView judged, SearchView fresh) = await PairAsync(52);
        HttpClient second = await server.NewAccountAsync($"second {Guid.NewGuid():N}", Role.Reviewer);
        string before = await QueueAsync(second, judged, fresh);
        HttpClient first = await server.AsAsync(Role.Reviewer);
        using (HttpResponseMessage given = await GiveAsync(first, Candidate(judged), "same"))
            await given.ReadAsync<JsonElement>(HttpStatusCode.Created);
        Assert.Equal(before, await QueueAsync(second, judged, fresh));
    }

    /// <summary>What the first opinion could change: an incomplete opinion is refused in the same words for both.</summary>
    private static async Task AssertSameRefusalAsync(HttpClient second, SearchView judged, SearchView fresh)
    {
        List<string> refusals = [];
        foreach (SearchView search in (SearchView[])[judged, fresh])
        {
            using HttpResponseMessage answer = await second.PostAsJsonAsync(
                $"/api/v1/candidates/{Candidate(search)}/opinions", ReviewTests.Opinion("same") with { Checklist = null }, Cancel);
            refusals.Add($"{(int)answer.StatusCode} {Plain(await answer.Content.ReadAsStringAsync(Cancel), search)}");
        }

        Assert.Equal(refusals[0], refusals[1]);
    }

    private static string Candidate(SearchView search) => search.Faces[0].Candidates[0].CandidateId;

    private static Task<HttpResponseMessage> GiveAsync(HttpClient reviewer, string candidate, string conclusion) =>
        reviewer.PostAsJsonAsync($"/api/v1/candidates/{candidate}/opinions", ReviewTests.Opinion(conclusion), Cancel);

    /// <summary>The state of both and how they stand to each other, whatever else waits.</summary>
    private static async Task<string> QueueAsync(HttpClient reviewer, params SearchView[] searches)
    {
        JsonElement[]? queue = await reviewer.GetFromJsonAsync<JsonElement[]>("/api/v1/reviews/queue?limit=200", Cancel);
        string[] mine = [.. searches.Select(Candidate)];
        return string.Join('\n', queue!.Where(item => mine.Contains(item.GetProperty("candidateId").GetString())));
    }

    /// <summary>Status, headers and body, with the ids of the one search and its times taken out.</summary>
    private static async Task<string> AnswerAsync(HttpClient reader, string path, SearchView search)
    {
        string id = path.StartsWith("/searches", StringComparison.Ordinal) ? search.SearchId
            : path.StartsWith("/subjects", StringComparison.Ordinal) ? search.Faces[0].Candidates[0].SubjectId
            : Candidate(search);
        string address = path.Replace("{id}", id, StringComparison.Ordinal)
            .Replace("{imageId}", search.Faces[0].Candidates[0].ImageId, StringComparison.Ordinal);
        using HttpResponseMessage answer = await reader.GetAsync(new Uri("/api/v1" + address, UriKind.Relative), Cancel);
        string headers = string.Join('\n', answer.Headers.Concat(answer.Content.Headers)
            .Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join(',', header.Value)}"));
        return $"{(int)answer.StatusCode}\n{headers}\n{Plain(await answer.Content.ReadAsStringAsync(Cancel), search)}";
    }

    private static string Plain(string body, SearchView search) => Moment().Replace(
        body.Replace(Candidate(search), "CANDIDATE", StringComparison.Ordinal).Replace(search.SearchId, "SEARCH", StringComparison.Ordinal), "WHEN");

    [GeneratedRegex("""
        \d{4}-\d\d-\d\dT[\d:.]+(Z|\+00:00)|"traceId":"[^"]*"
        """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Moment();

    private async Task<(SearchView One, SearchView Other)> PairAsync(int person)
    {
        (_, string enrolled, string probe) = SharedFaces.Apart(person);
        await server.EnrolApprovedAsync(enrolled);
        return (await server.SearchAsync(probe, ("limit", 1)), await server.SearchAsync(probe, ("limit", 1)));
    }
}
