using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Audit;

/// <summary>The ledger, to read and to take away. Nothing here writes to it but the entries that tell who read.</summary>
public static class AuditEndpoints
{
    private const int UsualPage = 100;

    public static void AddAudit(this WebApplicationBuilder builder) => builder.Services.AddSingleton<AuditService>();

    public static void MapAudit(this RouteGroupBuilder api)
    {
        RouteGroupBuilder audit = api.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("/", ListAsync)
            .WithSummary("Lists entries of the ledger, newest first: from a time, before a time, of one account, about one subject; after is the cursor of the page before. Consulting it is an entry too.")
            .Refuses(403, 422);
        audit.MapGet("/export", ExportAsync)
            .WithSummary("The whole ledger as JSON Lines with its signatures, which facematch audit verify proves without a server. Exporting it is an entry too.")
            .Produces(StatusCodes.Status200OK, contentType: AuditExport.MediaType)
            .Refuses(403);
    }

    private static async Task<Ok<Page<LedgerEntryView>>> ListAsync(
        [AsParameters] AuditFilter filter, int? limit, AuditService audit, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await audit.ListAsync(http.ToActor(), filter, limit ?? UsualPage, cancellationToken));

    private static async Task<PushStreamHttpResult> ExportAsync(AuditService audit, HttpContext http, CancellationToken cancellationToken)
    {
        AuditExport export = await audit.ExportAsync(http.ToActor(), cancellationToken);
        return TypedResults.Stream(file => export.WriteAsync(file, http.RequestAborted), AuditExport.MediaType, export.FileName);
    }
}
