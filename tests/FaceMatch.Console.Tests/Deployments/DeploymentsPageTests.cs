using Bunit;
using FaceMatch.Console.Deployments;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Watchlists;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Console.Tests.Deployments;

public sealed class DeploymentsPageTests : ConsoleContext
{
    private static readonly TrafficView Traffic = new(
        21_600, 1, 1, [new CameraTrafficView("camera-1", "measured", 1_600, 9), new CameraTrafficView("camera-2", "assumed", 20_000, 0)]);

    [Fact]
    public void The_expected_false_alerts_are_shown_with_what_they_were_worked_out_from()
    {
        string shown = Shown(Deployment(0.25, Traffic));
        Assert.Contains("Expected false alerts a day", shown, StringComparison.Ordinal);
        Assert.Contains("0.25", shown, StringComparison.Ordinal);
        Assert.Contains("by 21,600 face passages a day; cameras measured: 1, assumed: 1", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rare_false_alert_is_not_shown_as_none() =>
        Assert.Contains("< 0.001", Shown(Deployment(0.000123, Traffic)), StringComparison.Ordinal);

    [Fact]
    public void Nothing_is_expected_of_a_deployment_that_is_over() =>
        Assert.DoesNotContain("Expected false alerts", Shown(Deployment(null, null)), StringComparison.Ordinal);

    private string Shown(DeploymentView deployment)
    {
        Services.AddSingleton<IDeploymentService>(new One(deployment));
        Services.AddSingleton<ICameraService>(new NoCameras());
        Services.AddSingleton<IWatchlistService>(new NoWatchlists());
        return Open<DeploymentsPage>().Find(".deployment").TextContent;
    }

    private static DeploymentView Deployment(double? expected, TrafficView? traffic) => new(
        "deployment-1", "find missing children", "market", "IA-7", Now, Now.AddHours(8), ["camera-1", "camera-2"], ["list-1"],
        new ThresholdView(1e-6, 0.5f, "cal-1", null), "Unit 4", "approved", true, "requester", "approver", expected, traffic);

    private sealed class One(DeploymentView deployment) : IDeploymentService
    {
        public Task<CreatedDeployment> CreateAsync(Actor actor, CreateDeploymentRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeploymentView> ApproveAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<DeploymentView> StopAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<DeploymentView>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<DeploymentView>>([deployment]);
    }

    private sealed class NoCameras : ICameraService
    {
        public Task<CreatedCamera> CreateAsync(Actor actor, CreateCameraRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<CameraView>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
            throw new RefusalException(RefusalKind.Forbidden, "role-required", "Not for reviewers.");

        public Task PushFrameAsync(
            Actor actor, Guid cameraId, ReadOnlyMemory<byte> jpeg, DateTimeOffset? capturedAt, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class NoWatchlists : IWatchlistService
    {
        public Task<CreatedWatchlist> CreateAsync(Actor actor, CreateWatchlistRequest request, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task AddSubjectAsync(Actor actor, Guid watchlistId, Guid subjectId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task RemoveSubjectAsync(Actor actor, Guid watchlistId, Guid subjectId, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<WatchlistView>> ListAsync(Actor actor, CancellationToken cancellationToken) =>
            throw new RefusalException(RefusalKind.Forbidden, "role-required", "Not for reviewers.");
    }
}
