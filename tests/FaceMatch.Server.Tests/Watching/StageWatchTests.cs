using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Watching;

[Collection(nameof(City))]
[Trait("Category", "slow")]
public sealed class StageWatchTests(FaceMatchServer server, City city, ITestOutputHelper output)
{
    /// <summary>The video has 92 frames at the rate of a camera; it is begun again at its end.</summary>
    private const int WholeVideo = 92;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Watching_the_stage_alerts_for_the_person_shown_and_for_no_stranger()
    {
        string video = SharedFaces.Folder("video");
        Enrolled enrolled = await city.EnrolAsync(Cancel);
        string? shown = await city.EnrolAsync(enrolled.Watchlist, await PortraitAsync("lin-manuel-miranda.png"), Cancel);
        string? aside = await city.EnrolAsync(enrolled.Watchlist, await PortraitAsync("alex-lacamoire.png"), Cancel);
        Assert.NotNull(shown);
        Assert.NotNull(aside);

        string camera = await server.CameraAsync(Path.Combine(video, "stage.mp4"));
        HttpClient auditor = await server.AsAsync(Role.Auditor);
        using HttpRequestMessage listen = new(HttpMethod.Get, "/api/v1/alerts/stream");
        listen.Headers.Add("Last-Event-ID", "0");
        using HttpResponseMessage stream = await auditor.SendAsync(listen, HttpCompletionOption.ResponseHeadersRead, Cancel);
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType?.MediaType);

        string deployment = await server.RequestAsync(camera, enrolled.Watchlist);
        DeploymentView live = await server.ApproveAsync(deployment);
        Assert.True(live.Threshold.Fmr < 1e-5);
        AlertView alert = await NextAlertAsync(stream, deployment);
        Assert.Equal(shown, alert.SubjectId);
        Assert.Equal("image/jpeg", (await auditor.GetAsync($"/api/v1/alerts/{alert.Id}/shot", Cancel)).Content.Headers.ContentType?.MediaType);

        await WatchedAsync(auditor, camera, WholeVideo);
        await server.StopAsync(deployment);
        Page<AlertView> all = (await auditor.GetFromJsonAsync<Page<AlertView>>("/api/v1/alerts?limit=500", ApiAnswers.Json, Cancel))!;
        AlertView[] own = [.. all.Items.Where(item => item.DeploymentId == deployment)];
        output.WriteLine(FormattableString.Invariant(
            $"threshold {live.Threshold.Cosine:F3} (FMR {live.Threshold.Fmr:E1}); alerts {string.Join(", ", own.Select(item => item.Cosine))}"));
        Assert.All(own, item => Assert.Contains(item.SubjectId, (string[])[shown, aside]));
    }

    private static Task<byte[]> PortraitAsync(string name) =>
        File.ReadAllBytesAsync(Path.Combine(SharedFaces.Folder("video"), "stage-people", name), Cancel);

    private static async Task<AlertView> NextAlertAsync(HttpResponseMessage stream, string deployment)
    {
        bool connected = false;
        await foreach (SseItem<string> item in SseParser.Create(await stream.Content.ReadAsStreamAsync(Cancel)).EnumerateAsync(Cancel))
        {
            if (item.EventType == "heartbeat") connected = true;
            if (item.EventType != "alert") continue;
            Assert.True(connected);
            AlertView alert = JsonSerializer.Deserialize<AlertView>(item.Data, ApiAnswers.Json)!;
            Assert.Equal(alert.Cursor, item.EventId);
            if (alert.DeploymentId == deployment) return alert;
        }

        throw new InvalidOperationException("The stream ended without an alert.");
    }

    private static async Task WatchedAsync(HttpClient client, string camera, int frames)
    {
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(250));
        while (await look.WaitForNextTickAsync(Cancel))
        {
            CameraView[] cameras = (await client.GetFromJsonAsync<CameraView[]>("/api/v1/cameras", ApiAnswers.Json, Cancel))!;
            if (cameras.Single(view => view.Id == camera).FramesAnalysed >= frames) return;
        }
    }
}
