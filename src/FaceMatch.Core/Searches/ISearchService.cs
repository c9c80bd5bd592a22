using FaceMatch.Core.Accounts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Subjects;

namespace FaceMatch.Core.Searches;

/// <param name="FaceIndex">Search with this face only; null is every face found.</param>
public sealed record SearchRequest(
    ReadOnlyMemory<byte> Image,
    string? CaseReference,
    string? LegalReference,
    string? Justification,
    IReadOnlyList<string>? WatchlistIds = null,
    int? Limit = null,
    int? FaceIndex = null);

public sealed record ModelView(string Detector, string Embedder, string Calibration);

public sealed record CandidateView(
    int Rank, string CandidateId, string SubjectId, string ReferenceNumber, IReadOnlyList<string> WatchlistIds,
    string ImageId, float Cosine, double Fmr, string Band);

public sealed record SearchFaceView(
    int FaceIndex, Box Box, Landmarks Landmarks, FaceQuality Quality, IReadOnlyList<CandidateView> Candidates);

/// <summary>What reviewers made of one candidate, once judgement is complete; before that only the state.</summary>
public sealed record ReviewSummary(string CandidateId, string State);

public sealed record SearchView(
    string SearchId, DateTimeOffset CreatedAt, string CaseReference, FrameSize Frame, ModelView Model, string GalleryVersion,
    Coverage Coverage, IReadOnlyList<SearchFaceView> Faces, IReadOnlyList<ReviewSummary> Reviews);

public sealed record SearchListItem(string SearchId, DateTimeOffset CreatedAt, string CaseReference, int Faces, int Candidates);

/// <summary>Faces of a picture before anything is searched, so that the investigator can choose one. Nothing is kept.</summary>
public sealed record FacesPreview(FrameSize Frame, IReadOnlyList<FoundFace> Faces);

public sealed record FoundFace(int FaceIndex, Box Box, Landmarks Landmarks, FaceQuality Quality);

public interface ISearchService
{
    /// <summary>The search is durable, with all its candidates, before this returns.</summary>
    Task<SearchView> SearchAsync(Actor actor, SearchRequest request, CancellationToken cancellationToken);

    Task<SearchView> GetAsync(Actor actor, Guid searchId, CancellationToken cancellationToken);

    /// <summary>The actor's own searches, newest first.</summary>
    Task<Page<SearchListItem>> ListOwnAsync(Actor actor, string? after, int limit, CancellationToken cancellationToken);

    Task<StoredPicture> OpenProbeAsync(Actor actor, Guid searchId, CancellationToken cancellationToken);

    Task<FacesPreview> PreviewAsync(Actor actor, ReadOnlyMemory<byte> image, CancellationToken cancellationToken);
}

/// <param name="Reference">A second picture to compare with, when there is no <paramref name="SubjectId"/>.</param>
public sealed record VerificationRequest(
    ReadOnlyMemory<byte> Image, string? SubjectId, ReadOnlyMemory<byte>? Reference, string? CaseReference, string? Justification);

public sealed record VerificationView(
    string VerificationId, float Cosine, double Fmr, string Band, ModelView Model, FoundFace Probe, FoundFace? Reference);

public interface IVerificationService
{
    Task<VerificationView> VerifyAsync(Actor actor, VerificationRequest request, CancellationToken cancellationToken);
}
