using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Subjects;

public enum SubjectState
{
    /// <summary>Enrolled, waiting for the second person. Not searchable.</summary>
    Pending,
    Approved,
    Suspended,

    /// <summary>Erased: only the reference number and the receipt remain.</summary>
    Deleted,
}

/// <summary>
/// A person on a watchlist. Searchable only while approved, not expired and with at least one image
/// (oversight rules 5 and 6).
/// </summary>
public sealed class Subject
{
    private Subject()
    {
    }

    public Guid Id { get; private set; }

    public string ReferenceNumber { get; private set; } = "";

    public SubjectCategory Category { get; private set; }

    public string LegalInstrument { get; private set; } = "";

    public string LegalReference { get; private set; } = "";

    public string RequestingUnit { get; private set; } = "";

    public string Necessity { get; private set; } = "";

    public DateTimeOffset ReviewAt { get; private set; }

    public DateTimeOffset ExpiresAt { get; private set; }

    public string? DisplayName { get; private set; }

    public int? BornYear { get; private set; }

    /// <summary>The unit of the officer who enrolled.</summary>
    public string Unit { get; private set; } = "";

    public SubjectState State { get; private set; }

    public Guid EnrolledBy { get; private set; }

    public DateTimeOffset EnrolledAt { get; private set; }

    public Guid? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>Why it was suspended or deleted.</summary>
    public string? StateReason { get; private set; }

    /// <summary>The import that it came with; such subjects are approved as one batch.</summary>
    public Guid? ImportId { get; private set; }

    public List<ReferenceImage> Images { get; } = [];

    public bool IsSearchable(DateTimeOffset at) => State == SubjectState.Approved && at < ExpiresAt;

    /// <exception cref="RefusalException">Code <c>invalid-fields</c>: every missing or wrong field at once.</exception>
    public static Subject Enrol(EnrolSubjectRequest request, Guid by, string unit, DateTimeOffset at, Guid? importId = null)
    {
        SubjectRules.Check(request, at, out SubjectCategory category);
        return new Subject
        {
            Id = Guid.CreateVersion7(at),
            ReferenceNumber = request.ReferenceNumber!.Trim(),
            Category = category,
            LegalInstrument = request.LegalInstrument!.Trim(),
            LegalReference = request.LegalReference!.Trim(),
            RequestingUnit = request.RequestingUnit!.Trim(),
            Necessity = request.Necessity!.Trim(),
            ReviewAt = request.ReviewAt!.Value.ToUniversalTime(),
            ExpiresAt = request.ExpiresAt!.Value.ToUniversalTime(),
            DisplayName = string.IsNullOrWhiteSpace(request.DisplayName) ? null : request.DisplayName.Trim(),
            BornYear = request.BornYear,
            Unit = unit,
            State = SubjectState.Pending,
            EnrolledBy = by,
            EnrolledAt = at,
            ImportId = importId,
        };
    }

    /// <exception cref="RefusalException"><c>same-person</c>, <c>not-pending</c>, <c>no-image</c> or <c>expired</c>.</exception>
    public void Approve(Guid by, DateTimeOffset at)
    {
        if (State != SubjectState.Pending)
            throw new RefusalException(RefusalKind.Conflict, "not-pending", "Only a pending enrolment can be approved; look at the subject's state.");
        if (by == EnrolledBy) throw Refuse.SamePerson("Approving an enrolment");
        if (Images.Count == 0)
            throw new RefusalException(RefusalKind.Conflict, "no-image", "The subject has no reference image yet; add one before it is approved.");
        if (at >= ExpiresAt)
            throw new RefusalException(RefusalKind.Conflict, "expired", "The legal basis has expired; enrol again with a new one.");
        State = SubjectState.Approved;
        ApprovedBy = by;
        ApprovedAt = at;
    }

    public void Suspend(string reason)
    {
        if (State is SubjectState.Deleted or SubjectState.Suspended)
            throw new RefusalException(RefusalKind.Conflict, "not-active", "The subject is not active; there is nothing to suspend.");
        State = SubjectState.Suspended;
        StateReason = reason;
    }

    /// <summary>Forgets everything but the reference number; the caller erases images and templates.</summary>
    public void Delete(string reason)
    {
        if (State == SubjectState.Deleted)
            throw new RefusalException(RefusalKind.Conflict, "already-deleted", "The subject was deleted before.");
        State = SubjectState.Deleted;
        StateReason = reason;
        DisplayName = null;
        BornYear = null;
        Necessity = "";
        Images.Clear();
    }
}
