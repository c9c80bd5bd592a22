using FaceMatch.Core.Accounts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Reviews;

/// <summary>
/// What anybody may know of a candidate before judging it. There is no score, no rank and no opinion in it, nor how many
/// opinions there are: what a reviewer must not see is not loaded (oversight rules 2 and 3).
/// </summary>
internal sealed record CandidateFile
{
    public required Guid Id { get; init; }

    public required ReviewState State { get; init; }

    public required DateTimeOffset ProposedAt { get; init; }

    /// <summary>Which face of the search's picture it was proposed for.</summary>
    public required int FaceIndex { get; init; }

    public required Guid SubjectId { get; init; }

    public required string ReferenceNumber { get; init; }

    public required SubjectCategory Category { get; init; }

    public required Guid ImageId { get; init; }

    public required ReferencePicture? Reference { get; init; }

    public required AlertOrigin? Alert { get; init; }

    public required SearchOrigin? Search { get; init; }

    public string ProbeHash => Alert?.ShotHash ?? Search?.ProbeHash ?? "";

    public Box ProbeBox =>
        Alert?.ShotBox ?? Search?.Faces.FirstOrDefault(face => face.FaceIndex == FaceIndex)?.Box ?? default;

    /// <summary>Who proposed it or let it be proposed does not judge it (oversight rule 24).</summary>
    public bool IsPartyTo(Guid account) =>
        Search?.SearchedBy == account || Alert?.RequestedBy == account || Alert?.ApprovedBy == account;

    /// <summary>Of its unit; what is of another was never loaded.</summary>
    /// <exception cref="RefusalException">Code <c>not-found</c>: not for this account.</exception>
    public void CheckMaySee(Actor actor)
    {
        if (actor.HasAny(Role.Reviewer, Role.SeniorReviewer, Role.Auditor, Role.Investigator)) return;
        if (Search?.SearchedBy != actor.AccountId) throw Refuse.NotFound("candidate", Id);
    }

    public static IQueryable<CandidateFile> Of(FaceMatchDbContext db, IQueryable<Candidate> candidates) =>
        from candidate in candidates.AsNoTracking()
        join subject in db.Subjects on candidate.SubjectId equals subject.Id
        from image in db.ReferenceImages.Where(image => image.Id == candidate.ImageId).DefaultIfEmpty()
        from alert in db.Alerts.Where(alert => alert.Id == candidate.AlertId).DefaultIfEmpty()
        from deployment in db.Deployments.Where(deployment => deployment.Id == alert.DeploymentId).DefaultIfEmpty()
        from search in db.Searches.Where(search => search.Id == candidate.SearchId).DefaultIfEmpty()
        select new CandidateFile
        {
            Id = candidate.Id,
            State = candidate.State,
            ProposedAt = candidate.ProposedAt,
            FaceIndex = candidate.FaceIndex,
            SubjectId = subject.Id,
            ReferenceNumber = candidate.ReferenceNumber,
            Category = subject.Category,
            ImageId = candidate.ImageId,
            Reference = image == null ? null : new ReferencePicture(image.ContentHash, image.Box),
            Alert = alert == null ? null : new AlertOrigin(
                alert.Id, alert.ShotHash, alert.ShotBox, deployment.RequestedBy, deployment.ApprovedBy, alert.PurgedAt),
            Search = search == null ? null : new SearchOrigin(search.Id, search.ProbeHash, search.Faces, search.SearchedBy),
        };
}

internal sealed record ReferencePicture(string ContentHash, Box Box);

internal sealed record AlertOrigin(Guid AlertId, string ShotHash, Box ShotBox, Guid RequestedBy, Guid? ApprovedBy, DateTimeOffset? PurgedAt);

internal sealed record SearchOrigin(Guid SearchId, string ProbeHash, List<ProbeFace> Faces, Guid SearchedBy);
