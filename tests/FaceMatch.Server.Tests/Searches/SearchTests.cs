using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Searches;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Searches;

public sealed class SearchTests(FaceMatchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_search_is_answered_by_contract_and_can_be_read_again()
    {
        (_, string first, string second) = SharedFaces.People(1)[0];
        string subject = await server.EnrolApprovedAsync(first);
        byte[] probe = await File.ReadAllBytesAsync(second, Cancel);
        HttpClient investigator = await server.AsAsync(Role.Investigator);

        using HttpResponseMessage response = await SearchAsync(investigator, probe);
        JsonElement answer = await response.ReadAsync<JsonElement>(HttpStatusCode.Created);
        Assert.Equal(250, answer.GetProperty("frame").GetProperty("width").GetInt32());
        Assert.True(answer.GetProperty("coverage").GetProperty("complete").GetBoolean());
        Assert.True(answer.GetProperty("coverage").GetProperty("templatesSearched").GetInt64() > 0);
        Assert.NotEmpty(answer.GetProperty("model").GetProperty("calibration").GetString()!);
        JsonElement face = answer.GetProperty("faces")[0];
        Assert.Equal(0, face.GetProperty("faceIndex").GetInt32());
        Assert.True(face.GetProperty("quality").GetProperty("overall").GetDouble() > 0);
        Assert.Equal(
            ["leftEye", "rightEye", "nose", "leftMouth", "rightMouth"],
            face.GetProperty("landmarks").EnumerateObject().Select(point => point.Name));
        JsonElement best = face.GetProperty("candidates")[0];
        Assert.Equal(1, best.GetProperty("rank").GetInt32());
        JsonElement own = face.GetProperty("candidates").EnumerateArray().Single(candidate => candidate.GetProperty("subjectId").GetString() == subject);
        Assert.Equal(best.GetProperty("cosine").GetSingle(), own.GetProperty("cosine").GetSingle());
        Assert.InRange(best.GetProperty("cosine").GetDouble(), 0.3, 1);
        Assert.InRange(best.GetProperty("fmr").GetDouble(), 0, 1e-2);
        Assert.Contains(best.GetProperty("band").GetString(), (string[])["strong", "moderate", "weak", "none"]);

        string id = answer.GetProperty("searchId").GetString()!;
        Assert.EndsWith($"/api/v1/searches/{id}", response.Headers.Location!.ToString(), StringComparison.Ordinal);
        using HttpResponseMessage again = await investigator.GetAsync($"/api/v1/searches/{id}", Cancel);
        JsonElement kept = await again.ReadAsync<JsonElement>();
        Assert.Equal(answer.GetProperty("faces").GetRawText(), kept.GetProperty("faces").GetRawText());
        Assert.Equal(probe, await investigator.GetByteArrayAsync($"/api/v1/searches/{id}/probe", Cancel));
    }

    [Fact]
    public async Task Oversight_17_The_probe_is_kept_byte_for_byte_and_its_hash_is_in_the_ledger()
    {
        (_, string enrolled, string other) = SharedFaces.People(2)[1];
        string subject = await server.EnrolApprovedAsync(enrolled);
        SearchView found = await server.SearchAsync(other);
        HttpClient investigator = await server.AsAsync(Role.Investigator);
        byte[] kept = await investigator.GetByteArrayAsync($"/api/v1/searches/{found.SearchId}/probe", Cancel);
        Assert.Equal(await File.ReadAllBytesAsync(other, Cancel), kept);

        HttpClient auditor = await server.AsAsync(Role.Auditor);
        string entries = await auditor.GetStringAsync($"/api/v1/audit?subject={subject}", Cancel);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData(kept)), entries, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Oversight_03_Who_may_judge_the_candidates_does_not_see_their_scores_in_the_search()
    {
        byte[] probe = await File.ReadAllBytesAsync(SharedFaces.People(1)[0].Second, Cancel);
        using HttpResponseMessage response = await SearchAsync(await server.AsAsync(Role.Investigator), probe);
        string id = (await response.ReadAsync<SearchView>(HttpStatusCode.Created)).SearchId;
        HttpClient both = await server.AsAsync(Role.Investigator, Role.Reviewer);
        using HttpResponseMessage refused = await both.GetAsync($"/api/v1/searches/{id}", Cancel);
        await refused.RefusedAsync(403, "reviewer-blind");
        using HttpResponseMessage administrator = await (await server.AsAsync(Role.Administrator)).GetAsync($"/api/v1/searches/{id}", Cancel);
        await administrator.RefusedAsync(404, "not-found");
    }

    [Fact]
    public async Task Oversight_09_A_search_without_its_reasons_is_refused_with_all_of_them_named()
    {
        byte[] probe = await File.ReadAllBytesAsync(SharedFaces.People(1)[0].Second, Cancel);
        using MultipartFormDataContent form = ApiAnswers.Form(("image", probe), ("limit", 101));
        using HttpResponseMessage response = await (await server.AsAsync(Role.Investigator)).PostAsync("/api/v1/searches", form, Cancel);
        JsonElement problem = await response.RefusedAsync(422, "invalid-fields");
        Assert.Equal(
            ["caseReference", "justification", "legalReference", "limit"],
            problem.GetProperty("errors").EnumerateObject().Select(fault => fault.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_search_needs_the_role_a_face_that_is_there_and_a_list_that_exists()
    {
        byte[] probe = await File.ReadAllBytesAsync(SharedFaces.People(1)[0].Second, Cancel);
        HttpClient investigator = await server.AsAsync(Role.Investigator);
        using (HttpResponseMessage response = await SearchAsync(await server.AsAsync(Role.WatchlistOfficer), probe))
            await response.RefusedAsync(403, "role-required");
        using (HttpResponseMessage response = await SearchAsync(investigator, probe, ("faceIndex", 9)))
            await response.RefusedAsync(422, "face-index");
        using (HttpResponseMessage response = await SearchAsync(investigator, probe, ("watchlistIds", Guid.NewGuid())))
            await response.RefusedAsync(422, "unknown-watchlist");
        using (HttpResponseMessage response = await SearchAsync(investigator, [1, 2, 3, 4]))
            await response.RefusedAsync(422, "undecodable-image");
    }

    [Fact]
    public async Task One_to_one_compares_with_a_subject_or_with_a_picture()
    {
        (_, string first, string second) = SharedFaces.People(2)[1];
        string subject = await server.EnrolApprovedAsync(first);
        byte[] probe = await File.ReadAllBytesAsync(second, Cancel);
        HttpClient investigator = await server.AsAsync(Role.Investigator);
        VerificationView bySubject = await VerifyAsync(investigator, probe, ("subjectId", subject));
        VerificationView byPicture = await VerifyAsync(investigator, probe, ("reference", await File.ReadAllBytesAsync(first, Cancel)));
        Assert.Equal(byPicture.Cosine, bySubject.Cosine, 1e-5f);
        Assert.InRange(bySubject.Cosine, 0.3f, 1f);
        Assert.NotNull(byPicture.Reference);
        Assert.Null(bySubject.Reference);
    }

    private static async Task<VerificationView> VerifyAsync(HttpClient client, byte[] probe, (string, object) other)
    {
        using MultipartFormDataContent form = ApiAnswers.Form(("image", probe), ("caseReference", "C-1"), ("justification", "compare"), other);
        using HttpResponseMessage response = await client.PostAsync("/api/v1/verifications", form, Cancel);
        return await response.ReadAsync<VerificationView>();
    }

    private static async Task<HttpResponseMessage> SearchAsync(HttpClient client, byte[] probe, params (string, object)[] more)
    {
        using MultipartFormDataContent form = ApiAnswers.Form(
            [("image", probe), ("caseReference", "C-1"), ("legalReference", "art. 1"), ("justification", "test"), .. more]);
        return await client.PostAsync("/api/v1/searches", form, Cancel);
    }
}
