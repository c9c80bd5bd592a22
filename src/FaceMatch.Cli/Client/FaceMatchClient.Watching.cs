using System.Globalization;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Searches;

namespace FaceMatch.Cli.Client;

public sealed partial class FaceMatchClient
{
    /// <summary>A search whose coverage is not complete comes back too; look at <see cref="SearchView.Coverage"/>.</summary>
    public Task<SearchView> SearchAsync(SearchRequest request, CancellationToken cancellationToken)
    {
        MultipartFormDataContent form = new()
        {
            { Image(new ReadOnlyMemoryContent(request.Image)), "image", "probe" },
            { new StringContent(request.CaseReference ?? ""), "caseReference" },
            { new StringContent(request.LegalReference ?? ""), "legalReference" },
            { new StringContent(request.Justification ?? ""), "justification" },
        };
        foreach (string id in request.WatchlistIds ?? []) form.Add(new StringContent(id), "watchlistIds");
        if (request.Limit is { } limit) form.Add(new StringContent(limit.ToString(CultureInfo.InvariantCulture)), "limit");
        if (request.FaceIndex is { } face) form.Add(new StringContent(face.ToString(CultureInfo.InvariantCulture)), "faceIndex");
        return PostAsync<SearchView>("searches", form, cancellationToken);
    }

    public Task<IReadOnlyList<CameraView>> ListCamerasAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<CameraView>>("cameras", cancellationToken);

    public Task<CreatedCamera> CreateCameraAsync(CreateCameraRequest request, CancellationToken cancellationToken) =>
        PostAsync<CreatedCamera>("cameras", request, cancellationToken);

    public Task<IReadOnlyList<DeploymentView>> ListDeploymentsAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<DeploymentView>>("deployments", cancellationToken);

    public Task<CreatedDeployment> RequestDeploymentAsync(CreateDeploymentRequest request, CancellationToken cancellationToken) =>
        PostAsync<CreatedDeployment>("deployments", request, cancellationToken);

    public Task<DeploymentView> ApproveDeploymentAsync(string deploymentId, CancellationToken cancellationToken) =>
        PostAsync<DeploymentView>($"deployments/{deploymentId}/approve", null, cancellationToken);

    public Task<DeploymentView> StopDeploymentAsync(string deploymentId, CancellationToken cancellationToken) =>
        PostAsync<DeploymentView>($"deployments/{deploymentId}/stop", null, cancellationToken);

    /// <summary>Alerts as they come; ends when the server closes the stream.</summary>
    /// <param name="after">A cursor; null is from now on.</param>
    public async IAsyncEnumerable<AlertView> StreamAlertsAsync(string? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string path = after is null ? "alerts/stream" : $"alerts/stream?after={Uri.EscapeDataString(after)}";
        using HttpRequestMessage request = new(HttpMethod.Get, path) { Headers = { { "Accept", "text/event-stream" } } };
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await using Stream stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        SseParser<AlertView?> events = SseParser.Create(
            stream, (_, data) => data.IsEmpty ? null : JsonSerializer.Deserialize<AlertView>(data, Json));
        await foreach (SseItem<AlertView?> item in events.EnumerateAsync(cancellationToken))
        {
            if (item.Data is { } alert) yield return alert;
        }
    }
}
