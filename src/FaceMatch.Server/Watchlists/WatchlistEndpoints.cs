using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Watchlists;

/// <summary>Named lists of subjects.</summary>
public static class WatchlistEndpoints
{
    public static void AddWatchlists(this WebApplicationBuilder builder) => builder.Services.AddSingleton<IWatchlistService, WatchlistService>();

    public static void MapWatchlists(this RouteGroupBuilder api)
    {
        RouteGroupBuilder lists = api.MapGroup("/watchlists").WithTags("Watchlists");
        lists.MapPost("/", CreateAsync).WithSummary("Makes a watchlist.").Refuses(403, 409, 422);
        lists.MapGet("/", ListAsync).WithSummary("Lists the watchlists.").Refuses(403);
        lists.MapPut("/{id}/subjects/{subjectId}", AddAsync).WithSummary("Puts a subject on the list.").Refuses(403, 404, 409, 422);
        lists.MapDelete("/{id}/subjects/{subjectId}", RemoveAsync).WithSummary("Takes a subject off the list.").Refuses(403, 404);
    }

    private static async Task<Created<CreatedWatchlist>> CreateAsync(
        CreateWatchlistRequest request, IWatchlistService lists, HttpContext http, CancellationToken cancellationToken)
    {
        CreatedWatchlist created = await lists.CreateAsync(http.ToActor(), request, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Base}/watchlists/{created.Id}", created);
    }

    private static async Task<Ok<IReadOnlyList<WatchlistView>>> ListAsync(IWatchlistService lists, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await lists.ListAsync(http.ToActor(), cancellationToken));

    private static async Task<NoContent> AddAsync(string id, string subjectId, IWatchlistService lists, HttpContext http, CancellationToken cancellationToken)
    {
        await lists.AddSubjectAsync(http.ToActor(), EntityId.Parse("watchlist", id), EntityId.Parse("subject", subjectId), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> RemoveAsync(string id, string subjectId, IWatchlistService lists, HttpContext http, CancellationToken cancellationToken)
    {
        await lists.RemoveSubjectAsync(http.ToActor(), EntityId.Parse("watchlist", id), EntityId.Parse("subject", subjectId), cancellationToken);
        return TypedResults.NoContent();
    }
}
