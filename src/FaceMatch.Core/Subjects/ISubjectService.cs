using FaceMatch.Core.Accounts;
using FaceMatch.Core.Faces;

namespace FaceMatch.Core.Subjects;

public sealed record EnrolSubjectRequest(
    string? ReferenceNumber,
    string? Category,
    string? LegalInstrument,
    string? LegalReference,
    string? RequestingUnit,
    string? Necessity,
    DateTimeOffset? ReviewAt,
    DateTimeOffset? ExpiresAt,
    string? DisplayName = null,
    int? BornYear = null);

public sealed record CreatedSubject(string Id, string State);

public sealed record ReasonRequest(string? Reason);

/// <param name="Image">The file as it came.</param>
public sealed record AddImageRequest(ReadOnlyMemory<byte> Image, string? Source, string? LawfulHolding);

public sealed record FaceView(Box Box, Landmarks Landmarks, FaceQuality Quality);

/// <summary>A subject already enrolled whose image lies near the new one.</summary>
public sealed record DuplicateView(string SubjectId, string ReferenceNumber, float Cosine, double Fmr);

/// <param name="UnlikeImages">As in <see cref="SubjectView"/>, with the new image.</param>
public sealed record AddedImage(string ImageId, FaceView Face, IReadOnlyList<DuplicateView> Duplicates, IReadOnlyList<string> UnlikeImages);

public sealed record DeletedSubject(string ReceiptId);

public sealed record ImageView(
    string Id, string Source, string LawfulHolding, FrameSize Frame, FaceView Face, DateTimeOffset AddedAt);

/// <param name="UnlikeImages">
/// Images that seem to show somebody else than most of the subject's images do; empty in lists, where no image is looked at.
/// </param>
public sealed record SubjectView(
    string Id,
    string ReferenceNumber,
    string? DisplayName,
    int? BornYear,
    string Category,
    string LegalInstrument,
    string LegalReference,
    string RequestingUnit,
    string Necessity,
    DateTimeOffset ReviewAt,
    DateTimeOffset ExpiresAt,
    string State,
    string? StateReason,
    bool Searchable,
    string EnrolledBy,
    DateTimeOffset EnrolledAt,
    IReadOnlyList<string> WatchlistIds,
    IReadOnlyList<ImageView> Images,
    IReadOnlyList<string> UnlikeImages);

public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <param name="State">Only this state; null is all but deleted.</param>
/// <param name="Text">Part of the reference number or display name.</param>
public sealed record SubjectFilter(string? State = null, string? WatchlistId = null, string? Text = null, string? After = null, int Limit = 50);

public interface ISubjectService
{
    Task<CreatedSubject> EnrolAsync(Actor actor, EnrolSubjectRequest request, CancellationToken cancellationToken);

    /// <summary>When it returns, the image and its template are durable.</summary>
    Task<AddedImage> AddImageAsync(Actor actor, Guid subjectId, AddImageRequest request, CancellationToken cancellationToken);

    Task<SubjectView> ApproveAsync(Actor actor, Guid subjectId, CancellationToken cancellationToken);

    Task<SubjectView> SuspendAsync(Actor actor, Guid subjectId, string? reason, CancellationToken cancellationToken);

    Task<DeletedSubject> DeleteAsync(Actor actor, Guid subjectId, string? reason, CancellationToken cancellationToken);

    Task<SubjectView> GetAsync(Actor actor, Guid subjectId, CancellationToken cancellationToken);

    Task<Page<SubjectView>> ListAsync(Actor actor, SubjectFilter filter, CancellationToken cancellationToken);

    /// <summary>The original bytes of a reference image; the consultation is written to the ledger.</summary>
    Task<StoredPicture> OpenImageAsync(Actor actor, Guid subjectId, Guid imageId, CancellationToken cancellationToken);
}

/// <param name="MediaType">As sniffed from the bytes, never as claimed by the sender.</param>
public sealed record StoredPicture(ReadOnlyMemory<byte> Bytes, string MediaType);
