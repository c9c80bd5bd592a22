using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Watching;

public sealed class PushedFrameTests(FaceMatchServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Oversight_08_Frames_are_taken_only_while_a_deployment_approved_by_a_second_person_runs()
    {
        byte[] frame = await File.ReadAllBytesAsync(SharedFaces.People(1)[0].First, Cancel);
        string camera = await server.CameraAsync(source: null);
        HttpClient pusher = await PusherAsync(camera);
        await RefusedAsync(pusher, camera, frame, "no-live-deployment");

        string deployment = await server.RequestAsync(camera, await server.MakeListAsync());
        await RefusedAsync(pusher, camera, frame, "no-live-deployment");
        Assert.True((await server.ApproveAsync(deployment)).Live);
        await AcceptedAsync(pusher, camera, frame);

        await server.StopAsync(deployment);
        await RefusedAsync(pusher, camera, frame, "no-live-deployment");
    }

    [Fact]
    public async Task Oversight_23_From_the_answer_to_a_stop_on_a_camera_takes_no_more_frames()
    {
        byte[] frame = await File.ReadAllBytesAsync(SharedFaces.People(1)[0].First, Cancel);
        string camera = await server.CameraAsync(source: null);
        HttpClient pusher = await PusherAsync(camera);
        await server.ApproveAsync(await server.RequestAsync(camera, await server.MakeListAsync()));
        await AcceptedAsync(pusher, camera, frame);

        await server.StopCameraAsync(camera);
        await RefusedAsync(pusher, camera, frame, "stopped");
    }

    [Fact]
    public async Task Traffic_is_counted_while_a_deployment_runs_and_not_before()
    {
        byte[] frame = await File.ReadAllBytesAsync(SharedFaces.People(1)[0].First, Cancel);
        string camera = await server.CameraAsync(source: null);
        HttpClient pusher = await PusherAsync(camera);
        string watchlist = await server.MakeListAsync();
        for (int i = 0; i < 3; i++) await RefusedAsync(pusher, camera, frame, "no-live-deployment");
        string first = await server.RequestAsync(camera, watchlist);
        Assert.Equal(0, HoursWatched(await server.ApproveAsync(first)));

        HttpClient auditor = await server.AsAsync(Role.Auditor);
        do await AcceptedAsync(pusher, camera, frame);
        while ((await auditor.GetFromJsonAsync<CameraView[]>("/api/v1/cameras", ApiAnswers.Json, Cancel))!.Single(view => view.Id == camera).FramesAnalysed < 2);
        await server.StopAsync(first);
        Assert.InRange(HoursWatched(await server.ApproveAsync(await server.RequestAsync(camera, watchlist))), 1e-9, 1);
    }

    private static double HoursWatched(DeploymentView deployment) => Assert.Single(deployment.TrafficSource!.Cameras).HoursWatched;

    [Fact]
    public async Task A_camera_account_pushes_for_its_own_camera_and_in_the_right_form_only()
    {
        byte[] frame = await File.ReadAllBytesAsync(SharedFaces.People(1)[0].First, Cancel);
        HttpClient pusher = await PusherAsync(await server.CameraAsync(source: null));
        string other = await server.CameraAsync(source: null);
        using (HttpResponseMessage response = await PushAsync(pusher, other, frame)) await response.RefusedAsync(404, "not-found");
        using (HttpResponseMessage response = await PushAsync(pusher, other, frame, "image/png")) await response.RefusedAsync(415, "unsupported-media-type");
        using (HttpResponseMessage response = await PushAsync(pusher, other, [1, 2, 3])) await response.RefusedAsync(422, "undecodable-image");
        using (HttpResponseMessage response = await PushAsync(pusher, other, frame, capturedAt: "yesterday")) await response.RefusedAsync(422, "captured-at");
    }

    private async Task<HttpClient> PusherAsync(string camera)
    {
        using HttpResponseMessage made = await server.Bootstrap.PostAsJsonAsync(
            "/api/v1/accounts", new CreateAccountRequest($"camera-{Guid.NewGuid():N}", ["camera"], "tests", [camera]), Cancel);
        return server.NewClient((await made.ReadAsync<CreatedAccount>(HttpStatusCode.Created)).ApiKey);
    }

    /// <summary>The watch takes a moment to begin; until then it asks to wait.</summary>
    private static async Task AcceptedAsync(HttpClient pusher, string camera, byte[] frame)
    {
        while (true)
        {
            using HttpResponseMessage response = await PushAsync(pusher, camera, frame);
            if (response.StatusCode == HttpStatusCode.Accepted) return;
            await response.RefusedAsync(429, "busy");
            Assert.NotNull(response.Headers.RetryAfter);
            await Task.Yield();
        }
    }

    private static async Task RefusedAsync(HttpClient pusher, string camera, byte[] frame, string code)
    {
        using HttpResponseMessage response = await PushAsync(pusher, camera, frame);
        await response.RefusedAsync(409, code);
    }

    private static async Task<HttpResponseMessage> PushAsync(
        HttpClient pusher, string camera, byte[] frame, string type = "image/jpeg", string? capturedAt = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/v1/cameras/{camera}/frames") { Content = new ByteArrayContent(frame) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
        if (capturedAt is not null) request.Headers.Add("X-Captured-At", capturedAt);
        return await pusher.SendAsync(request, Cancel);
    }
}
