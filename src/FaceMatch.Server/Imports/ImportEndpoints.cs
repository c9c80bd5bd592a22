using FaceMatch.Core.Accounts;
using FaceMatch.Core.Imports;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Imports;

/// <summary>Many subjects at once: a manifest and an archive.</summary>
public static class ImportEndpoints
{
    public static void AddImports(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ImportSignal>();
        builder.Services.AddSingleton<ImportIntake>();
        builder.Services.AddSingleton<ImportRows>();
        builder.Services.AddSingleton<ImportCheck>();
        builder.Services.AddSingleton<ImportRun>();
        builder.Services.AddSingleton<IImportService, ImportService>();
        builder.Services.AddHostedService<ImportWorker>();
    }

    public static void MapImports(this RouteGroupBuilder api)
    {
        RouteGroupBuilder imports = api.MapGroup("/imports").WithTags("Imports");
        imports.MapPost("/", SubmitAsync)
            .WithSummary("Takes a manifest (CSV, one row an image) and an archive (ZIP); the rows are worked through afterwards.")
            .Accepts<ImportForm>("multipart/form-data")
            .Refuses(403, 413, 415, 422);
        imports.MapGet("/{id}", GetAsync).WithSummary("Progress, the rows that were rejected with the reason, and at the end what to look at before approving: likely duplicates, and images unlike the others of their subject.").Refuses(403, 404);
        imports.MapPost("/{id}/approve", ApproveAsync).WithSummary("Approves all subjects of an import of somebody else, as one batch.").Refuses(403, 404, 409);
    }

    private static async Task<Accepted<AcceptedImport>> SubmitAsync(ImportIntake intake, HttpContext http, CancellationToken cancellationToken)
    {
        // Before two gigabytes are read.
        Actor actor = http.ToActor();
        actor.Require(Role.WatchlistOfficer);
        AcceptedImport accepted = await intake.ReadAsync(actor, http.Request, cancellationToken);
        return TypedResults.Accepted($"{ApiPaths.Base}/imports/{accepted.ImportId}", accepted);
    }

    private static async Task<Ok<ImportView>> GetAsync(string id, IImportService imports, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await imports.GetAsync(http.ToActor(), EntityId.Parse("import", id), cancellationToken));

    private static async Task<Ok<ImportView>> ApproveAsync(string id, IImportService imports, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await imports.ApproveAsync(http.ToActor(), EntityId.Parse("import", id), cancellationToken));

    /// <summary>The form, for the API reference.</summary>
    private sealed record ImportForm(IFormFile Manifest, IFormFile Archive);
}
