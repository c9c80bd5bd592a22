using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Hosting.Http;
using FaceMatch.Server.Images;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace FaceMatch.Server.Subjects;

/// <summary>Persons on watchlists, with their reference images.</summary>
public static class SubjectEndpoints
{
    private const int UsualPage = 50;

    public static void AddSubjects(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EnrolmentAnalyser>();
        builder.Services.AddSingleton<Duplicates>();
        builder.Services.AddSingleton<Contamination>();
        builder.Services.AddSingleton<ImageErasure>();
        builder.Services.AddSingleton<ErasureResume>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ErasureResume>());
        builder.Services.AddSingleton<ISubjectService, SubjectService>();
    }

    public static void MapSubjects(this RouteGroupBuilder api)
    {
        RouteGroupBuilder subjects = api.MapGroup("/subjects").WithTags("Subjects");
        subjects.MapPost("/", EnrolAsync).WithSummary("Enrols a subject; it waits for approval.").Refuses(403, 409, 422);
        subjects.MapGet("/", ListAsync).WithSummary("Lists subjects, newest first.").Refuses(403, 404, 422);
        subjects.MapGet("/{id}", GetAsync).WithSummary("Shows a subject.").Refuses(403, 404);
        subjects.MapPost("/{id}/images", AddImageAsync)
            .WithSummary("Adds a reference image that shows exactly one person.")
            .Accepts<ImageForm>("multipart/form-data")
            .Refuses(403, 404, 409, 413, 415, 422);
        subjects.MapGet("/{id}/images/{imageId}", OpenImageAsync).WithSummary("The original bytes of a reference image.").Refuses(403, 404);
        subjects.MapPost("/{id}/approve", ApproveAsync).WithSummary("Approves an enrolment of somebody else.").Refuses(403, 404, 409);
        subjects.MapPost("/{id}/suspend", SuspendAsync).WithSummary("Takes a subject out of every search at once.").Refuses(403, 404, 409, 422);
        subjects.MapDelete("/{id}", DeleteAsync).WithSummary("Erases a subject with its images and templates.").Refuses(403, 404, 409, 422);
    }

    private static async Task<Created<CreatedSubject>> EnrolAsync(
        EnrolSubjectRequest request, ISubjectService subjects, HttpContext http, CancellationToken cancellationToken)
    {
        CreatedSubject created = await subjects.EnrolAsync(http.ToActor(), request, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Base}/subjects/{created.Id}", created);
    }

    private static async Task<Ok<Page<SubjectView>>> ListAsync(
        string? state, string? watchlistId, string? text, string? after, int? limit,
        ISubjectService subjects, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await subjects.ListAsync(
            http.ToActor(), new SubjectFilter(state, watchlistId, text, after, limit ?? UsualPage), cancellationToken));

    private static async Task<Ok<SubjectView>> GetAsync(string id, ISubjectService subjects, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await subjects.GetAsync(http.ToActor(), Id(id), cancellationToken));

    private static async Task<Created<AddedImage>> AddImageAsync(string id, ISubjectService subjects, HttpContext http, CancellationToken cancellationToken)
    {
        Guid subjectId = Id(id);
        MultipartForm form = await MultipartForm.ReadAsync(http.Request, MultipartLimits.OneImage, cancellationToken);
        AddImageRequest request = new(form.RequiredFile("image"), form.Text("source"), form.Text("lawfulHolding"));
        AddedImage added = await subjects.AddImageAsync(http.ToActor(), subjectId, request, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Base}/subjects/{id}/images/{added.ImageId}", added);
    }

    private static async Task<FileContentHttpResult> OpenImageAsync(
        string id, string imageId, ISubjectService subjects, HttpContext http, CancellationToken cancellationToken) =>
        (await subjects.OpenImageAsync(http.ToActor(), Id(id), EntityId.Parse("image", imageId), cancellationToken)).ToResult();

    private static async Task<Ok<SubjectView>> ApproveAsync(string id, ISubjectService subjects, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await subjects.ApproveAsync(http.ToActor(), Id(id), cancellationToken));

    private static async Task<Ok<SubjectView>> SuspendAsync(
        string id, ReasonRequest request, ISubjectService subjects, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await subjects.SuspendAsync(http.ToActor(), Id(id), request.Reason, cancellationToken));

    private static async Task<Accepted<DeletedSubject>> DeleteAsync(
        string id, [FromBody(EmptyBodyBehavior = EmptyBodyBehavior.Allow)] ReasonRequest? request,
        ISubjectService subjects, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Accepted((string?)null, await subjects.DeleteAsync(http.ToActor(), Id(id), request?.Reason, cancellationToken));

    private static Guid Id(string id) => EntityId.Parse("subject", id);

    /// <summary>The form, for the API reference.</summary>
    private sealed record ImageForm(IFormFile Image, string Source, string LawfulHolding);
}
