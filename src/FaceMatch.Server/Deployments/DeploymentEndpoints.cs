using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Server.Access;
using FaceMatch.Server.Cameras;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Deployments;

/// <summary>Live uses of the system.</summary>
public static class DeploymentEndpoints
{
    public static void AddDeployments(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ThresholdRules>();
        builder.Services.AddSingleton<TrafficFigures>();
        builder.Services.AddSingleton<CameraArming>();
        builder.Services.AddSingleton<FalseAlertCeiling>();
        builder.Services.AddSingleton<ICameraPlanSource, PlanSource>();
        builder.Services.AddSingleton<IDeploymentService, DeploymentService>();
        builder.Services.AddHostedService<DeploymentClock>();
    }

    public static void MapDeployments(this RouteGroupBuilder api)
    {
        RouteGroupBuilder deployments = api.MapGroup("/deployments").WithTags("Deployments");
        deployments.MapPost("/", CreateAsync).WithSummary("Requests a deployment. Another account approves it.").Refuses(403, 422);
        deployments.MapGet("/", ListAsync).WithSummary("Lists the deployments, latest start first.").Refuses(403);
        deployments.MapPost("/{id}/approve", ApproveAsync).WithSummary("Approves a deployment that another account requested.").Refuses(403, 404, 409);
        deployments.MapPost("/{id}/stop", StopAsync).WithSummary("Stops a deployment at once.").Refuses(403, 404);
    }

    private static async Task<Created<CreatedDeployment>> CreateAsync(
        CreateDeploymentRequest request, IDeploymentService deployments, HttpContext http, CancellationToken cancellationToken)
    {
        CreatedDeployment created = await deployments.CreateAsync(http.ToActor(), request, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Base}/deployments/{created.Id}", created);
    }

    private static async Task<Ok<IReadOnlyList<DeploymentView>>> ListAsync(
        IDeploymentService deployments, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await deployments.ListAsync(http.ToActor(), cancellationToken));

    private static async Task<Ok<DeploymentView>> ApproveAsync(
        string id, IDeploymentService deployments, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await deployments.ApproveAsync(http.ToActor(), EntityId.Parse("deployment", id), cancellationToken));

    private static async Task<Ok<DeploymentView>> StopAsync(
        string id, IDeploymentService deployments, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await deployments.StopAsync(http.ToActor(), EntityId.Parse("deployment", id), cancellationToken));
}
