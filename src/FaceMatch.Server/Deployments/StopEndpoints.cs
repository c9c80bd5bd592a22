using FaceMatch.Core.Deployments;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Deployments;

/// <summary>The stop button.</summary>
public static class StopEndpoints
{
    public static void AddStops(this WebApplicationBuilder builder) => builder.Services.AddSingleton<IStopService, StopService>();

    public static void MapStops(this RouteGroupBuilder api)
    {
        RouteGroupBuilder stops = api.MapGroup("/stops").WithTags("Stops");
        stops.MapPost("/", OrderAsync).WithSummary("Stops one camera, or everything, at once and until it is lifted.").Refuses(403, 404, 422);
        stops.MapGet("/", ListAsync).WithSummary("Lists the orders that stand, then the latest that were lifted.").Refuses(403);
        stops.MapPost("/{id}/lift", LiftAsync).WithSummary("Lifts an order; what is in its window goes on.").Refuses(403, 404, 409, 422);
    }

    private static async Task<Ok<StopView>> OrderAsync(
        StopRequest request, IStopService stops, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await stops.OrderAsync(http.ToActor(), request, cancellationToken));

    private static async Task<Ok<IReadOnlyList<StopView>>> ListAsync(IStopService stops, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await stops.ListAsync(http.ToActor(), cancellationToken));

    private static async Task<Ok<StopView>> LiftAsync(
        string id, ReasonRequest request, IStopService stops, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await stops.LiftAsync(http.ToActor(), EntityId.Parse("stop order", id), request.Reason, cancellationToken));
}
