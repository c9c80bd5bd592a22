using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Watching;

/// <summary>The usual steps of a live use, through the API.</summary>
internal static class LiveUses
{
    /// <param name="source">Null for a camera that pushes.</param>
    public static async Task<string> CameraAsync(this FaceMatchServer server, string? source)
    {
        HttpClient administrator = await server.AsAsync(Role.Administrator);
        using HttpResponseMessage made = await administrator.PostAsJsonAsync(
            "/api/v1/cameras", new CreateCameraRequest("gate", source is null ? "vehicle" : "fixed", source, "north", "tests"));
        return (await made.ReadAsync<CreatedCamera>(HttpStatusCode.Created)).Id;
    }

    public static async Task<string> RequestAsync(this FaceMatchServer server, string camera, string watchlist)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        CreateDeploymentRequest request = new(
            "tests", [camera], [watchlist], now.AddMinutes(-1), now.AddHours(1), new ThresholdRequest(1e-4, null), "square", "IA-1");
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpResponseMessage made = await officer.PostAsJsonAsync("/api/v1/deployments", request);
        return (await made.ReadAsync<CreatedDeployment>(HttpStatusCode.Created)).Id;
    }

    public static async Task<DeploymentView> ApproveAsync(this FaceMatchServer server, string deployment)
    {
        HttpClient approver = await server.AsAsync(Role.Approver);
        using HttpResponseMessage approved = await approver.PostAsync($"/api/v1/deployments/{deployment}/approve", content: null);
        return await approved.ReadAsync<DeploymentView>();
    }

    public static async Task StopAsync(this FaceMatchServer server, string deployment)
    {
        HttpClient officer = await server.AsAsync(Role.WatchlistOfficer);
        using HttpResponseMessage stopped = await officer.PostAsync($"/api/v1/deployments/{deployment}/stop", content: null);
        Assert.Equal("stopped", (await stopped.ReadAsync<DeploymentView>()).State);
    }

    /// <summary>By order, until it is lifted.</summary>
    public static async Task StopCameraAsync(this FaceMatchServer server, string camera)
    {
        HttpClient reviewer = await server.AsAsync(Role.Reviewer);
        using HttpResponseMessage ordered = await reviewer.PostAsJsonAsync("/api/v1/stops", new StopRequest("camera", camera, null));
        Assert.Equal(camera, (await ordered.ReadAsync<StopView>()).CameraId);
    }
}
