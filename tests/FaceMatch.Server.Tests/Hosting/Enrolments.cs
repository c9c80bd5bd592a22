using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Server.Tests.Hosting;

/// <summary>The usual steps of an enrolment, through the API.</summary>
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
}
