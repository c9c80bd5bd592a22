using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Live;

/// <summary>Who may hold an alert as evidence, through the API; what a hold does is in <see cref="RetentionTests"/>.</summary>
public sealed class HoldTests(FaceMatchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(EveryRole.There), MemberType = typeof(EveryRole))]
    public async Task Oversight_11_Only_a_senior_reviewer_or_an_approver_holds_an_alert_or_releases_it(Role role)
    {
        HttpClient client = await server.AsAsync(role);
        foreach (string act in (string[])["hold", "release"])
        {
            using HttpResponseMessage response = await client.PostAsJsonAsync(Path(act), new ReasonRequest("complaint 7/26"), Cancel);
            if (role is Role.SeniorReviewer or Role.Approver) await response.RefusedAsync(404, "not-found");
            else await response.RefusedAsync(403, "role-required");
        }
    }

    [Theory]
    [InlineData("hold")]
    [InlineData("release")]
    public async Task Oversight_11_Neither_is_done_without_a_reason(string act)
    {
        HttpClient senior = await server.AsAsync(Role.SeniorReviewer);
        using HttpResponseMessage response = await senior.PostAsJsonAsync(Path(act), new ReasonRequest(null), Cancel);
        await response.RefusedAsync(422, "invalid-fields");
    }

    private static string Path(string act) => $"/api/v1/alerts/{Guid.NewGuid()}/{act}";
}
