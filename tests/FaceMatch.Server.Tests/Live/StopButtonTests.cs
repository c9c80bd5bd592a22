using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Live;

/// <summary>A server on which everything is stopped while no other test needs it.</summary>
public sealed class StoppedServer : FaceMatchServer;

/// <summary>The stop button through the API.</summary>
public sealed class StopButtonTests(StoppedServer server) : IClassFixture<StoppedServer>
{
    private const string Stops = "/api/v1/stops";

    private static readonly Role[] MayNot = [Role.Camera, Role.Auditor];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(EveryRole.There), MemberType = typeof(EveryRole))]
    public async Task Oversight_23_Everybody_who_works_with_the_system_stops_and_only_an_approver_lets_it_go_on(Role role)
    {
        HttpClient client = await server.AsAsync(role);
        using (HttpResponseMessage order = await client.PostAsJsonAsync(Stops, new StopRequest("camera", $"{Guid.NewGuid()}", null), Cancel))
            await (MayNot.Contains(role) ? order.RefusedAsync(403, "role-required") : order.RefusedAsync(404, "not-found"));
        using (HttpResponseMessage lift = await client.PostAsJsonAsync($"{Stops}/{Guid.NewGuid()}/lift", new ReasonRequest("right list"), Cancel))
            await (role == Role.Approver ? lift.RefusedAsync(404, "not-found") : lift.RefusedAsync(403, "role-required"));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("camera", null)]
    [InlineData("camera", "gate")]
    [InlineData("everything", "b6f7b0f4-9a3c-4c49-8a1c-2f6d5a1c9e0d")]
    public async Task Oversight_23_A_stop_says_what_it_stops_so_that_none_is_wider_or_narrower_than_meant(string? scope, string? camera)
    {
        HttpClient reviewer = await server.AsAsync(Role.Reviewer);
        using HttpResponseMessage response = await reviewer.PostAsJsonAsync(Stops, new StopRequest(scope, camera, null), Cancel);
        await response.RefusedAsync(422, "invalid-fields");
    }

    [Fact]
    public async Task Oversight_23_While_everything_is_stopped_no_picture_is_searched_with_or_compared_and_then_again()
    {
        (_, string enrolled, string probe) = SharedFaces.Apart(41);
        string subject = await server.EnrolApprovedAsync(enrolled);
        HttpClient reviewer = await server.AsAsync(Role.Reviewer);
        using HttpResponseMessage ordered = await reviewer.PostAsJsonAsync(Stops, new StopRequest("everything", null, "wrong list"), Cancel);
        StopView order = await ordered.ReadAsync<StopView>();

        byte[] image = await File.ReadAllBytesAsync(probe, Cancel);
        HttpClient investigator = await server.AsAsync(Role.Investigator);
        using (MultipartFormDataContent form = ApiAnswers.Form(
            ("image", image), ("caseReference", "C-1"), ("legalReference", "art. 1"), ("justification", "test")))
        {
            using HttpResponseMessage search = await investigator.PostAsync("/api/v1/searches", form, Cancel);
            await search.RefusedAsync(409, "stopped");
        }

        using (MultipartFormDataContent form = ApiAnswers.Form(
            ("image", image), ("subjectId", subject), ("caseReference", "C-1"), ("justification", "test")))
        {
            using HttpResponseMessage comparison = await investigator.PostAsync("/api/v1/verifications", form, Cancel);
            await comparison.RefusedAsync(409, "stopped");
        }

        HttpClient approver = await server.AsAsync(Role.Approver);
        using HttpResponseMessage lifted = await approver.PostAsJsonAsync($"{Stops}/{order.Id}/lift", new ReasonRequest("right list"), Cancel);
        Assert.NotNull((await lifted.ReadAsync<StopView>()).LiftedAt);
        Assert.Equal(subject, (await server.SearchAsync(probe)).Faces[0].Candidates[0].SubjectId);
    }
}
