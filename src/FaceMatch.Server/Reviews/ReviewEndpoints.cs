using FaceMatch.Core.Reviews;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Images;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Reviews;

/// <summary>Candidates as reviewers judge them: blind by construction.</summary>
public static class ReviewEndpoints
{
    private const int UsualQueue = 50;

    public static void AddReviews(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<IReviewService, ReviewService>();

    public static void MapReviews(this RouteGroupBuilder api)
    {
        api.MapGet("/reviews/queue", QueueAsync).WithTags("Reviews")
            .WithSummary("Candidates that wait for your opinion, in an order that tells nothing of their scores.").Refuses(403);
        RouteGroupBuilder candidates = api.MapGroup("/candidates").WithTags("Reviews");
        candidates.MapGet("/{id}", GetAsync).WithSummary("A candidate; scores and opinions only once you may see them.").Refuses(403, 404);
        candidates.MapPost("/{id}/opinions", GiveAsync).WithSummary("Gives your opinion, with the whole checklist.").Refuses(403, 404, 409, 422);
        candidates.MapGet("/{id}/probe", ProbeAsync).WithSummary("The probe side: an alert's shot or a search's picture.").Refuses(403, 404);
        candidates.MapGet("/{id}/reference", ReferenceAsync).WithSummary("The reference side.").Refuses(403, 404);
    }

    private static async Task<Ok<IReadOnlyList<ReviewCandidateView>>> QueueAsync(
        int? limit, IReviewService reviews, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reviews.QueueAsync(http.ToActor(), limit ?? UsualQueue, cancellationToken));

    private static async Task<Ok<ReviewCandidateView>> GetAsync(
        string id, IReviewService reviews, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await reviews.GetAsync(http.ToActor(), Candidate(id), cancellationToken));

    private static async Task<Created<ReviewCandidateView>> GiveAsync(
        string id, OpinionRequest request, IReviewService reviews, HttpContext http, CancellationToken cancellationToken)
    {
        ReviewCandidateView view = await reviews.GiveOpinionAsync(http.ToActor(), Candidate(id), request, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Base}/candidates/{view.CandidateId}", view);
    }

    private static async Task<FileContentHttpResult> ProbeAsync(
        string id, IReviewService reviews, HttpContext http, CancellationToken cancellationToken) =>
        (await reviews.OpenProbeAsync(http.ToActor(), Candidate(id), cancellationToken)).ToResult();

    private static async Task<FileContentHttpResult> ReferenceAsync(
        string id, IReviewService reviews, HttpContext http, CancellationToken cancellationToken) =>
        (await reviews.OpenReferenceAsync(http.ToActor(), Candidate(id), cancellationToken)).ToResult();

    private static Guid Candidate(string id) => EntityId.Parse("candidate", id);
}
