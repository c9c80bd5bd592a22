using FaceMatch.Core.Subjects;

namespace FaceMatch.Console.Watchlists;

/// <summary>The enrolment while it is being typed.</summary>
public sealed class EnrolmentForm
{
    public string? ReferenceNumber { get; set; }

    /// <summary>Empty until chosen: nothing is assumed about a person.</summary>
    public string Category { get; set; } = "";

    public string? LegalInstrument { get; set; }

    public string? LegalReference { get; set; }

    public string? RequestingUnit { get; set; }

    public string? Necessity { get; set; }

    public DateOnly? ReviewAt { get; set; }

    public DateOnly? ExpiresAt { get; set; }

    public string? DisplayName { get; set; }

    public int? BornYear { get; set; }

    /// <param name="toMoment">A local time as a moment. A date counts to its end, as a person means it.</param>
    public EnrolSubjectRequest ToRequest(Func<DateTime, DateTimeOffset> toMoment) => new(
        ReferenceNumber, Category, LegalInstrument, LegalReference, RequestingUnit, Necessity,
        EndOf(ReviewAt, toMoment), EndOf(ExpiresAt, toMoment), DisplayName, BornYear);

    private static DateTimeOffset? EndOf(DateOnly? day, Func<DateTime, DateTimeOffset> toMoment) =>
        day is { } date ? toMoment(date.ToDateTime(new TimeOnly(23, 59, 59))) : null;
}
