using System.Collections.Frozen;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Searches;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Access;

/// <summary>Every call of the contract with every role. A call that is not in the matrix fails, so that none comes to be unthought of.</summary>
public sealed class AccessMatrixTests(FaceMatchServer server)
{
    private const Role I = Role.Investigator;
    private const Role R = Role.Reviewer;
    private const Role S = Role.SeniorReviewer;
    private const Role W = Role.WatchlistOfficer;
    private const Role A = Role.Approver;
    private const Role U = Role.Auditor;
    private const Role D = Role.Administrator;
    private const Role C = Role.Camera;

    private static readonly Role[] People = [I, R, S, W, A, U, D];

    /// <summary>Who may, by call. Whoever may not is told which role is needed, or that there is no such thing.</summary>
    private static readonly FrozenDictionary<string, Role[]> Matrix = new Dictionary<string, Role[]>(StringComparer.Ordinal)
    {
        ["get /accounts"] = [D, U],
        ["post /accounts"] = [D],
        ["get /alerts"] = [I, R, S, W, A, U],
        ["get /alerts/stream"] = [I, R, S, W, A, U],
        ["get /alerts/{id}/shot"] = [I, R, S, W, A, U],
        ["post /alerts/{id}/hold"] = [S, A],
        ["post /alerts/{id}/release"] = [S, A],
        ["get /audit"] = [U],
        ["get /audit/export"] = [U],
        ["get /calibrations"] = People,
        ["post /calibrations/{id}/approval"] = [A],
        ["get /cameras"] = People,
        ["post /cameras"] = [A, D],
        ["post /cameras/{id}/frames"] = [C],
        ["get /candidates/{id}"] = [I, R, S, U],
        ["get /candidates/{id}/probe"] = [I, R, S, U],
        ["get /candidates/{id}/reference"] = [I, R, S, U],
        ["post /candidates/{id}/opinions"] = [R, S],
        ["get /deployments"] = People,
        ["post /deployments"] = [I, W, A],
        ["post /deployments/{id}/approve"] = [A],
        ["post /deployments/{id}/stop"] = [I, R, S, W, A, D],
        ["get /gallery"] = [U, D],
        ["post /gallery/generations"] = [D],
        ["delete /gallery/generations/{number}"] = [D],
        ["post /imports"] = [W],
        ["get /imports/{id}"] = [W, A, U],
        ["post /imports/{id}/approve"] = [A],
        ["get /reviews/queue"] = [R, S],
        ["get /searches"] = [I],
        ["post /searches"] = [I],
        ["post /searches/preview"] = [I],
        ["get /searches/{id}"] = [I, U],
        ["get /searches/{id}/probe"] = [I, U],
        ["get /stops"] = People,
        ["post /stops"] = [I, R, S, W, A, D],
        ["post /stops/{id}/lift"] = [A],
        ["get /subjects"] = [I, R, S, W, A, U],
        ["post /subjects"] = [W],
        ["get /subjects/{id}"] = [I, R, S, W, A, U],
        ["delete /subjects/{id}"] = [W, A],
        ["post /subjects/{id}/images"] = [W],
        ["get /subjects/{id}/images/{imageId}"] = [I, R, S, W, A],
        ["post /subjects/{id}/approve"] = [A],
        ["post /subjects/{id}/suspend"] = [W, A],
        ["post /verifications"] = [I],
        ["get /watchlists"] = [I, R, S, W, A, U, D],
        ["post /watchlists"] = [W],
        ["put /watchlists/{id}/subjects/{subjectId}"] = [W],
        ["delete /watchlists/{id}/subjects/{subjectId}"] = [W],
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_24_Every_call_of_the_contract_is_in_the_matrix()
    {
        IEnumerable<string> calls = (await server.CallsAsync()).Select(call => $"{call.Method} {call.Path}");
        Assert.Equal(Matrix.Keys.Order(StringComparer.Ordinal), calls.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(EveryRole.There), MemberType = typeof(EveryRole))]
    public async Task Oversight_24_A_role_reaches_what_the_matrix_gives_it_and_nothing_else(Role role)
    {
        HttpClient client = await server.AsAsync(role);
        (string search, string candidate) = await SearchAsync();
        List<string> wrong = [];
        foreach ((string call, Role[] may) in Matrix.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            using HttpRequestMessage request = Request(call, search, candidate);
            using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
            bool hidden = answer.StatusCode == HttpStatusCode.NotFound && OfOneThing(call);
            bool denied = answer.StatusCode == HttpStatusCode.Forbidden || hidden;
            if (denied == may.Contains(role) || answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.InternalServerError)
                wrong.Add($"{call}: {(int)answer.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Oversight_24_Without_a_key_nothing_is_reached()
    {
        List<string> wrong = [];
        foreach (string call in Matrix.Keys)
        {
            using HttpRequestMessage request = Request(call, $"{Guid.NewGuid()}", $"{Guid.NewGuid()}");
            using HttpResponseMessage answer = await server.Anonymous.SendAsync(request, Cancel);
            if (answer.StatusCode != HttpStatusCode.Unauthorized) wrong.Add($"{call}: {(int)answer.StatusCode}");
        }

        Assert.Empty(wrong);
    }

    /// <summary>Of these a real one is asked for: to whoever may not see it, there is none.</summary>
    private static bool OfOneThing(string call) =>
        call.StartsWith("get /searches/{id}", StringComparison.Ordinal) || call.StartsWith("get /candidates/{id}", StringComparison.Ordinal);

    private static HttpRequestMessage Request(string call, string search, string candidate)
    {
        (string method, string path) = (call.Split(' ')[0], call.Split(' ')[1]);
        string id = path.StartsWith("/searches", StringComparison.Ordinal) ? search : OfOneThing(call) ? candidate : $"{Guid.NewGuid()}";
        string address = path.Replace("{id}", id, StringComparison.Ordinal).Replace("{imageId}", $"{Guid.NewGuid()}", StringComparison.Ordinal)
            .Replace("{subjectId}", $"{Guid.NewGuid()}", StringComparison.Ordinal).Replace("{number}", "99", StringComparison.Ordinal);
        return new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), $"/api/v1{address}") { Content = method == "get" ? null : Body(path) };
    }

    /// <summary>Of the right form and empty: whoever may is told what is missing, and nothing is done.</summary>
    private static HttpContent Body(string path)
    {
        if (path.EndsWith("/frames", StringComparison.Ordinal))
            return new ByteArrayContent([1]) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        bool form = path is "/searches" or "/searches/preview" or "/verifications" or "/imports" || path.EndsWith("/images", StringComparison.Ordinal);
        return form ? ApiAnswers.Form(("image", new byte[] { 1 }), ("manifest", new byte[] { 1 }), ("archive", new byte[] { 1 })) : JsonContent.Create(new { });
    }

    private async Task<(string Search, string Candidate)> SearchAsync()
    {
        (_, string enrolled, string probe) = SharedFaces.People(7)[6];
        await server.EnrolApprovedAsync(enrolled);
        SearchView found = await server.SearchAsync(probe);
        return (found.SearchId, found.Faces[0].Candidates[0].CandidateId);
    }
}
