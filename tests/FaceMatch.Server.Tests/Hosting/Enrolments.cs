using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.Server.Tests.Hosting;

/// <summary>The usual steps of an enrolment and of a search, through the API.</summary>
public static class Enrolments
{
    public static EnrolSubjectRequest Request(string? referenceNumber = null, string category = "wanted") => new(
        referenceNumber ?? Guid.NewGuid().ToString("N"), category, "European arrest warrant", "EAW 12/2026", "Unit 4", "Search for a fugitive",
        DateTimeOffset.UtcNow.AddDays(30), DateTimeOffset.UtcNow.AddDays(90));

    /// <returns>The id of the pending subject.</returns>
    public static async Task<string> EnrolAsync(this FaceMatchServer server, string category = "wanted")
    {
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpResponseMessage response = await officer.PostAsJsonAsync("/api/v1/subjects", Request(category: category));
        return (await response.ReadAsync<CreatedSubject>(HttpStatusCode.Created)).Id;
    }

    public static async Task<HttpResponseMessage> AddImageAsync(this FaceMatchServer server, string subjectId, byte[] image)
    {
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using MultipartFormDataContent form = ApiAnswers.Form(("image", image), ("source", "passport office"), ("lawfulHolding", "art. 10"));
        return await officer.PostAsync($"/api/v1/subjects/{subjectId}/images", form);
    }

    /// <summary>Enrolled with this photograph and approved by another account: searchable.</summary>
    public static async Task<string> EnrolApprovedAsync(this FaceMatchServer server, string photograph, string category = "wanted")
    {
        string id = await server.EnrolAsync(category);
        using (HttpResponseMessage added = await server.AddImageAsync(id, await File.ReadAllBytesAsync(photograph)))
            await added.ReadAsync<AddedImage>(HttpStatusCode.Created);
        HttpClient approver = await server.AsAsync(Role.Approver);
        using HttpResponseMessage approved = await approver.PostAsync($"/api/v1/subjects/{id}/approve", content: null);
        await approved.ReadAsync<SubjectView>();
        return id;
    }

    /// <returns>The id of the receipt.</returns>
    public static async Task<string> DeleteSubjectAsync(this FaceMatchServer server, string subjectId)
    {
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpRequestMessage request = new(HttpMethod.Delete, $"/api/v1/subjects/{subjectId}") { Content = JsonContent.Create(new ReasonRequest("error")) };
        using HttpResponseMessage deleted = await officer.SendAsync(request);
        return (await deleted.ReadAsync<DeletedSubject>(HttpStatusCode.Accepted)).ReceiptId;
    }

    /// <returns>The id of a new list of a name of its own.</returns>
    public static async Task<string> MakeListAsync(this FaceMatchServer server, string category = "wanted")
    {
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpResponseMessage response = await officer.PostAsJsonAsync(
            "/api/v1/watchlists", new CreateWatchlistRequest(Guid.NewGuid().ToString("N"), "tests", category));
        return (await response.ReadAsync<CreatedWatchlist>(HttpStatusCode.Created)).Id;
    }

    public static async Task PutOnListAsync(this FaceMatchServer server, string listId, string subjectId)
    {
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpResponseMessage listed = await officer.PutAsync($"/api/v1/watchlists/{listId}/subjects/{subjectId}", content: null);
        Assert.Equal(HttpStatusCode.NoContent, listed.StatusCode);
    }

    /// <summary>Searches with this photograph as the investigator of the tests.</summary>
    public static async Task<SearchView> SearchAsync(this FaceMatchServer server, string photograph, params (string, object)[] more)
    {
        using HttpResponseMessage response = await (await server.AsAsync(Role.Investigator)).SearchAsync(photograph, more);
        return await response.ReadAsync<SearchView>(HttpStatusCode.Created);
    }

    /// <summary>The same as whoever the client is, whatever is answered.</summary>
    public static async Task<HttpResponseMessage> SearchAsync(this HttpClient client, string photograph, params (string, object)[] more)
    {
        using MultipartFormDataContent form = ApiAnswers.Form(
            [("image", await File.ReadAllBytesAsync(photograph)), ("caseReference", "C-1"), ("legalReference", "art. 1"), ("justification", "test"), .. more]);
        return await client.PostAsync("/api/v1/searches", form);
    }
}
