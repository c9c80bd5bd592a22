using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests.Cameras;

public sealed class RtspTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task A_camera_that_speaks_RTSP_raises_an_alert_for_the_person_in_view()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        string video = Repository.Shared("data/video/stage.mp4");
        await using RtspServer rtsp = await RtspServer.StartAsync(video);
        await using Station station = await Station.OpenAsync();
        await StagePeople.EnrolAsync(station, "stage", strangers: 5);
        CreatedCamera camera = await station.First.CreateCameraAsync(new CreateCameraRequest("stage", "fixed", rtsp.Address, "stage", "Station"), cancellationToken);
        string list = (await station.First.ListWatchlistsAsync(cancellationToken)).Single().Id;

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        CreatedDeployment deployment = await station.First.RequestDeploymentAsync(
            new CreateDeploymentRequest("end to end", [camera.Id], [list], now, now.AddMinutes(10), new ThresholdRequest(1e-4, null), "stage", "IA-1"), cancellationToken);
        await station.Second.ApproveDeploymentAsync(deployment.Id, cancellationToken);

        AlertView alert = await Eventually.GetAsync("an alert", Patience, async _ =>
            (await station.GetAsync<Core.Subjects.Page<AlertView>>("alerts")).Items is [var first, ..] ? first : null);
        Assert.Equal(StagePeople.InPlainView, alert.ReferenceNumber);
        Assert.Equal(camera.Id, alert.CameraId);
    }
}
