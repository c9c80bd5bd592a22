using FaceMatch.Core.Searches;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Hosting.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Verifications;

/// <summary>One-to-one comparisons.</summary>
public static class VerificationEndpoints
{
    public static void AddVerifications(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<IVerificationService, VerificationService>();

    public static void MapVerifications(this RouteGroupBuilder api) =>
        api.MapPost("/verifications", VerifyAsync).WithTags("Searches")
            .WithSummary("Compares a probe with one subject or one reference picture.")
            .Accepts<VerificationForm>("multipart/form-data")
            .Refuses(403, 404, 409, 413, 422);

    private static async Task<Ok<VerificationView>> VerifyAsync(
        HttpContext http, IVerificationService verifications, CancellationToken cancellationToken)
    {
        MultipartForm form = await MultipartForm.ReadAsync(http.Request, MultipartLimits.TwoImages, cancellationToken);
        ReadOnlyMemory<byte>? reference = form.File("reference");
        if (reference is { IsEmpty: true }) reference = null;
        VerificationRequest request = new(
            form.File("image") ?? default, form.Text("subjectId"), reference, form.Text("caseReference"), form.Text("justification"));
        return TypedResults.Ok(await verifications.VerifyAsync(http.ToActor(), request, cancellationToken));
    }

    /// <summary>The form, for the API reference.</summary>
    private sealed record VerificationForm(
        IFormFile Image, string? SubjectId, IFormFile? Reference, string CaseReference, string Justification);
}
