using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Hosting.Http;
using FaceMatch.Server.Images;
using FaceMatch.Server.Scores;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Searches;

/// <summary>Searches with a probe picture.</summary>
public static class SearchEndpoints
{
    /// <summary>A shard that is loading or late is mostly there again after this.</summary>
    private const string RetrySeconds = "5";

    private const int UsualPage = 50;

    public static void AddSearches(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ScoreScale>();
        builder.Services.AddSingleton<PictureStore>();
        builder.Services.AddSingleton<ISearchService, SearchService>();
    }

    public static void MapSearches(this RouteGroupBuilder api)
    {
        RouteGroupBuilder searches = api.MapGroup("/searches").WithTags("Searches");
        searches.MapPost("/", SearchAsync)
            .WithSummary("Searches with a probe picture. 206: a part of the gallery did not answer; coverage.missing names it, search again later.")
            .Accepts<SearchForm>("multipart/form-data")
            .Produces<SearchView>(StatusCodes.Status201Created)
            .Produces<SearchView>(StatusCodes.Status206PartialContent)
            .Refuses(403, 409, 413, 422, 503);
        searches.MapPost("/preview", PreviewAsync)
            .WithSummary("Finds the faces of a picture without searching; nothing is kept.")
            .Accepts<PreviewForm>("multipart/form-data")
            .Refuses(403, 413, 422);
        searches.MapGet("/", ListAsync).WithSummary("Lists your own searches, newest first.").Refuses(403);
        searches.MapGet("/{id}", GetAsync).WithSummary("Shows a search as it was answered, with its reviews.").Refuses(403, 404);
        searches.MapGet("/{id}/probe", ProbeAsync).WithSummary("The probe picture, its original bytes.").Refuses(403, 404);
    }

    private static async Task<IResult> SearchAsync(HttpContext http, ISearchService searches, CancellationToken cancellationToken)
    {
        MultipartForm form = await MultipartForm.ReadAsync(http.Request, MultipartLimits.OneImage, cancellationToken);
        SearchRequest request = new(
            form.File("image") ?? default, form.Text("caseReference"), form.Text("legalReference"), form.Text("justification"),
            form.Texts("watchlistIds"), form.Number("limit"), form.Number("faceIndex"));
        SearchView view = await searches.SearchAsync(http.ToActor(), request, cancellationToken);
        string location = $"{ApiPaths.Base}/searches/{view.SearchId}";
        if (view.Coverage.Complete) return TypedResults.Created(location, view);
        http.Response.Headers.Location = location;
        http.Response.Headers.RetryAfter = RetrySeconds;
        return TypedResults.Json(view, statusCode: StatusCodes.Status206PartialContent);
    }

    private static async Task<Ok<FacesPreview>> PreviewAsync(HttpContext http, ISearchService searches, CancellationToken cancellationToken)
    {
        MultipartForm form = await MultipartForm.ReadAsync(http.Request, MultipartLimits.OneImage, cancellationToken);
        return TypedResults.Ok(await searches.PreviewAsync(http.ToActor(), form.RequiredFile("image"), cancellationToken));
    }

    private static async Task<Ok<Page<SearchListItem>>> ListAsync(
        HttpContext http, ISearchService searches, string? after, int? limit, CancellationToken cancellationToken) =>
        TypedResults.Ok(await searches.ListOwnAsync(http.ToActor(), after, limit ?? UsualPage, cancellationToken));

    private static async Task<Ok<SearchView>> GetAsync(HttpContext http, ISearchService searches, string id, CancellationToken cancellationToken) =>
        TypedResults.Ok(await searches.GetAsync(http.ToActor(), EntityId.Parse("search", id), cancellationToken));

    private static async Task<FileContentHttpResult> ProbeAsync(
        HttpContext http, ISearchService searches, string id, CancellationToken cancellationToken) =>
        (await searches.OpenProbeAsync(http.ToActor(), EntityId.Parse("search", id), cancellationToken)).ToResult();

    /// <summary>The form, for the API reference.</summary>
    private sealed record SearchForm(
        IFormFile Image, string CaseReference, string LegalReference, string Justification, string[]? WatchlistIds, int? Limit, int? FaceIndex);

    private sealed record PreviewForm(IFormFile Image);
}
