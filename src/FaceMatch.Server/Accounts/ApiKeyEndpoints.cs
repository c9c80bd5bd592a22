using FaceMatch.Core.Accounts;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Accounts;

/// <summary>The keys of an account.</summary>
public static class ApiKeyEndpoints
{
    public static void AddApiKeys(this WebApplicationBuilder builder) => builder.Services.AddSingleton<IApiKeyService, ApiKeyService>();

    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        RouteGroupBuilder keys = api.MapGroup("/accounts/{id}/keys").WithTags("Accounts");
        keys.MapGet("/", ListAsync).WithSummary("Lists the keys of an account, never the keys themselves.").Refuses(403, 404);
        keys.MapPost("/", MakeAsync).WithSummary("Makes a key; it is shown this once.").Refuses(403, 404, 422);
        keys.MapPost("/{keyId}/rotate", RotateAsync)
            .WithSummary("Makes a key in place of another, which works on for the overlap.").Refuses(403, 404, 409, 422);
        keys.MapDelete("/{keyId}", RevokeAsync).WithSummary("Revokes a key; it opens nothing from now on.").Refuses(403, 404, 409);
    }

    private static async Task<Ok<IReadOnlyList<ApiKeyView>>> ListAsync(
        string id, IApiKeyService keys, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await keys.ListAsync(http.ToActor(), EntityId.Parse("account", id), cancellationToken));

    private static async Task<Created<CreatedApiKey>> MakeAsync(
        string id, MakeApiKeyRequest request, IApiKeyService keys, HttpContext http, CancellationToken cancellationToken) =>
        Shown(id, await keys.MakeAsync(http.ToActor(), EntityId.Parse("account", id), request, cancellationToken));

    private static async Task<Created<CreatedApiKey>> RotateAsync(
        string id, string keyId, RotateApiKeyRequest request, IApiKeyService keys, HttpContext http, CancellationToken cancellationToken) =>
        Shown(id, await keys.RotateAsync(http.ToActor(), EntityId.Parse("account", id), EntityId.Parse("key", keyId), request, cancellationToken));

    private static async Task<NoContent> RevokeAsync(
        string id, string keyId, IApiKeyService keys, HttpContext http, CancellationToken cancellationToken)
    {
        await keys.RevokeAsync(http.ToActor(), EntityId.Parse("account", id), EntityId.Parse("key", keyId), cancellationToken);
        return TypedResults.NoContent();
    }

    private static Created<CreatedApiKey> Shown(string account, CreatedApiKey key) =>
        TypedResults.Created($"{ApiPaths.Base}/accounts/{account}/keys/{key.Id}", key);
}
