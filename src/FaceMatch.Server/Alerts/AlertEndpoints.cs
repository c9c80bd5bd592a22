using FaceMatch.Core.Alerts;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Images;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Alerts;

/// <summary>Alerts, as a list and as they come.</summary>
public static class AlertEndpoints
{
    private const int UsualPage = 100;

    public static void AddAlerts(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AlertFeed>();
        builder.Services.AddHostedService<AlertLookout>();
        builder.Services.AddSingleton<IAlertSink, AlertSink>();
        builder.Services.AddSingleton<IAlertService, AlertService>();
    }

    public static void MapAlerts(this RouteGroupBuilder api)
    {
        RouteGroupBuilder alerts = api.MapGroup("/alerts").WithTags("Alerts");
        alerts.MapGet("/", ListAsync).WithSummary("Lists alerts, newest last; after is the cursor of the last one that you have.").Refuses(403, 422);
        alerts.MapGet("/stream", Stream)
            .WithSummary("Sends alerts as they come, as server-sent events; Last-Event-ID or after goes on where you were.")
            .Refuses(403, 422);
        alerts.MapGet("/{id}/shot", ShotAsync).WithSummary("The picture of an alert, a crop around the face.").Refuses(403, 404);
        alerts.MapPost("/{id}/hold", HoldAsync).WithSummary("Keeps an alert as evidence beyond its retention, for a reason.").Refuses(403, 404, 422);
        alerts.MapPost("/{id}/release", ReleaseAsync).WithSummary("Ends the hold of an alert; its retention goes on.").Refuses(403, 404, 409, 422);
    }

    private static async Task<Ok<Page<AlertView>>> ListAsync(
        IAlertService alerts, HttpContext http, string? after, string? state, int? limit, CancellationToken cancellationToken) =>
        TypedResults.Ok(await alerts.ListAsync(http.ToActor(), after, state, limit ?? UsualPage, cancellationToken));

    private static ServerSentEventsResult<AlertView?> Stream(
        IAlertService alerts, HttpContext http, TimeProvider time, IHostApplicationLifetime lifetime, string? after)
    {
        string? lastSeen = http.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? after;
        CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.RegisterForDispose(end);
        IAsyncEnumerable<AlertView> stream = alerts.StreamAsync(http.ToActor(), lastSeen, end.Token);
        return TypedResults.ServerSentEvents<AlertView?>(AlertEvents.OfAsync(stream, time, end.Token));
    }

    private static async Task<FileContentHttpResult> ShotAsync(
        string id, IAlertService alerts, HttpContext http, CancellationToken cancellationToken) =>
        (await alerts.OpenShotAsync(http.ToActor(), EntityId.Parse("alert", id), cancellationToken)).ToResult();

    private static async Task<NoContent> HoldAsync(
        string id, ReasonRequest request, IAlertService alerts, HttpContext http, CancellationToken cancellationToken)
    {
        await alerts.HoldAsync(http.ToActor(), EntityId.Parse("alert", id), request.Reason, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> ReleaseAsync(
        string id, ReasonRequest request, IAlertService alerts, HttpContext http, CancellationToken cancellationToken)
    {
        await alerts.ReleaseAsync(http.ToActor(), EntityId.Parse("alert", id), request.Reason, cancellationToken);
        return TypedResults.NoContent();
    }
}
