using FaceMatch.Core.Accounts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Core.Reviews;

/// <summary>Names of features as in the API: <c>faceShape</c>, <c>brow</c>, <c>eyes</c>, <c>nose</c>, <c>mouth</c>, <c>ears</c>,
/// <c>marks</c>; each <c>similar</c>, <c>different</c> or <c>not-visible</c>.</summary>
public sealed record OpinionRequest(string? Conclusion, IReadOnlyDictionary<string, string>? Checklist, string? Note);

/// <param name="Mine">The reader's own opinion, when given.</param>
/// <param name="Cosine">Hidden until the reader has judged, or is not a reviewer of it.</param>
/// <param name="Opinions">All opinions, only once the review is complete.</param>
public sealed record ReviewCandidateView(
    string CandidateId, string Origin, string? AlertId, string? SearchId, DateTimeOffset ProposedAt, string State,
    string SubjectId, string ReferenceNumber, string Category, string ImageId, Box ReferenceBox, Box ProbeBox,
    float? Cosine, double? Fmr, string? Band, OpinionView? Mine, IReadOnlyList<OpinionView>? Opinions, string? Label);

public sealed record OpinionView(string Conclusion, IReadOnlyDictionary<string, string> Checklist, string? Note, DateTimeOffset GivenAt);

public interface IReviewService
{
    Task<ReviewCandidateView> GetAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken);

    /// <summary>Candidates that wait for this reviewer's opinion, in an order that tells nothing of their scores.</summary>
    Task<IReadOnlyList<ReviewCandidateView>> QueueAsync(Actor actor, int limit, CancellationToken cancellationToken);

    Task<ReviewCandidateView> GiveOpinionAsync(Actor actor, Guid candidateId, OpinionRequest request, CancellationToken cancellationToken);

    /// <summary>The probe side of the comparison: the alert's best shot, or the search's probe.</summary>
    Task<StoredPicture> OpenProbeAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken);

    Task<StoredPicture> OpenReferenceAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken);
}
