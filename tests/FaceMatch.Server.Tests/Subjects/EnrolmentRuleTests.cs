using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Subjects;

/// <summary>Who may be put on a list at all, tried through the API.</summary>
public sealed class EnrolmentRuleTests(FaceMatchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("category")]
    [InlineData("legalInstrument")]
    [InlineData("legalReference")]
    [InlineData("requestingUnit")]
    [InlineData("necessity")]
    [InlineData("reviewAt")]
    [InlineData("expiresAt")]
    public async Task Oversight_05_Without_any_one_of_its_grounds_a_subject_is_refused(string field)
    {
        JsonObject request = JsonSerializer.SerializeToNode(Enrolments.Request(), ApiAnswers.Json)!.AsObject();
        Assert.True(request.Remove(field));
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpResponseMessage response = await officer.PostAsJsonAsync("/api/v1/subjects", request, Cancel);
        JsonElement problem = await response.RefusedAsync(422, "invalid-fields");
        Assert.Equal([field], problem.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task Oversight_05_A_legal_basis_that_has_ended_is_refused()
    {
        using HttpResponseMessage response = await EnrolAsync(Enrolments.Request() with { ExpiresAt = DateTimeOffset.UtcNow.AddMinutes(-1) });
        await response.RefusedAsync(422, "invalid-fields");
    }

    [Theory]
    [InlineData("source")]
    [InlineData("lawfulHolding")]
    public async Task Oversight_20_An_image_that_names_no_source_or_lawful_holding_is_refused(string missing)
    {
        string subject = await server.EnrolAsync();
        (string, object)[] all =
        [
            ("image", await File.ReadAllBytesAsync(SharedFaces.People(1)[0].First, Cancel)), ("source", "passport office"),
            ("lawfulHolding", "art. 10"),
        ];
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using MultipartFormDataContent form = ApiAnswers.Form([.. all.Where(part => part.Item1 != missing)]);
        using HttpResponseMessage response = await officer.PostAsync($"/api/v1/subjects/{subject}/images", form, Cancel);
        await response.RefusedAsync(422, "invalid-fields");
    }

    [Theory]
    [InlineData("curious")]
    [InlineData("demonstrator")]
    [InlineData("")]
    public async Task Oversight_07_A_category_that_is_not_on_the_closed_list_is_refused(string category)
    {
        using HttpResponseMessage response = await EnrolAsync(Enrolments.Request(category: category));
        await response.RefusedAsync(422, "invalid-fields");
    }

    [Theory]
    [InlineData("wanted", false)]
    [InlineData("imminent-threat", false)]
    [InlineData("missing-person", true)]
    [InlineData("victim", true)]
    public async Task Oversight_07_A_minor_is_taken_only_to_be_protected(string category, bool taken)
    {
        using HttpResponseMessage response = await EnrolAsync(Enrolments.Request(category: category) with { BornYear = DateTimeOffset.UtcNow.Year - 9 });
        if (taken) await response.ReadAsync<CreatedSubject>(HttpStatusCode.Created);
        else await response.RefusedAsync(422, "invalid-fields");
    }

    private async Task<HttpResponseMessage> EnrolAsync(EnrolSubjectRequest request)
    {
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        return await officer.PostAsJsonAsync("/api/v1/subjects", request, Cancel);
    }
}
