using FaceMatch.Core.Galleries;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Galleries;

/// <summary>How the gallery is spread over shards.</summary>
public static class GalleryEndpoints
{
    private const string Address = "/gallery";

    public static void AddGalleries(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IGenerationStore, GenerationStore>();
        builder.Services.AddSingleton<IGalleryService, GalleryService>();
    }

    public static void MapGalleries(this RouteGroupBuilder api)
    {
        RouteGroupBuilder gallery = api.MapGroup(Address).WithTags("Gallery");
        gallery.MapGet("/", GetAsync).WithSummary("The shards that are searched, and how far those are that are being built to take their place.").Refuses(403);
        gallery.MapPost("/generations", ReshardAsync)
            .WithSummary("Begins to build the gallery in another number of shards. Searches go on, and move over when all is loaded and agrees with the truth.")
            .Refuses(403, 409, 422);
        gallery.MapDelete("/generations/{number:int}", GiveUpAsync).WithSummary("Gives up the generation that is being built.").Refuses(403, 404, 409);
    }

    private static async Task<Ok<GalleryView>> GetAsync(IGalleryService galleries, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await galleries.GetAsync(http.ToActor(), cancellationToken));

    private static async Task<Accepted<GalleryView>> ReshardAsync(
        ReshardRequest request, IGalleryService galleries, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Accepted(ApiPaths.Base + Address, await galleries.ReshardAsync(http.ToActor(), request, cancellationToken));

    private static async Task<Ok<GalleryView>> GiveUpAsync(
        int number, IGalleryService galleries, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await galleries.GiveUpAsync(http.ToActor(), number, cancellationToken));
}
