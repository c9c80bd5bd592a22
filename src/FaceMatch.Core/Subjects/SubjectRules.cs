using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Subjects;

/// <summary>What an enrolment must carry before it is accepted at all (oversight rules 5 and 7).</summary>
public static class SubjectRules
{
    public const int LongestName = 200;
    public const int LongestText = 2_000;

    /// <summary>No legal basis of ours runs longer without being looked at again; a typing slip such as 2206 is caught.</summary>
    public static readonly TimeSpan LongestHolding = TimeSpan.FromDays(10 * 366);

    private const int AdultAge = 18;
    private const int EarliestBirth = 1900;

    public static void Check(EnrolSubjectRequest request, DateTimeOffset now, out SubjectCategory category)
    {
        FieldFaults faults = new();
        faults
            .Text("referenceNumber", request.ReferenceNumber, LongestName, "give the number of the notice or file")
            .Text("legalInstrument", request.LegalInstrument, LongestName, "name the warrant, notice or order")
            .Text("legalReference", request.LegalReference, LongestName, "give its reference")
            .Text("requestingUnit", request.RequestingUnit, LongestName, "name the unit that asks")
            .Text("necessity", request.Necessity, LongestText, "say why a watchlist is needed")
            .OptionalText("displayName", request.DisplayName, LongestName);
        if (!SubjectCategories.TryParse(request.Category, out category))
            faults.Add("category", $"must be one of {string.Join(", ", SubjectCategories.Names)}");
        CheckDates(request, now, faults);
        CheckAge(request, now, category, faults);
        faults.ThrowIfAny();
    }

    private static void CheckDates(EnrolSubjectRequest request, DateTimeOffset now, FieldFaults faults)
    {
        faults.When(request.ReviewAt is null, "reviewAt", "is missing: say when the entry is reviewed")
            .When(request.ExpiresAt is null, "expiresAt", "is missing: say when the legal basis ends")
            .When(request.ExpiresAt <= now, "expiresAt", "is in the past; the legal basis must still run")
            .When(request.ExpiresAt > now + LongestHolding, "expiresAt", "is more than ten years ahead; give a nearer date")
            .When(request.ReviewAt > request.ExpiresAt, "reviewAt", "must not be after expiresAt");
    }

    private static void CheckAge(EnrolSubjectRequest request, DateTimeOffset now, SubjectCategory category, FieldFaults faults)
    {
        if (request.BornYear is not { } year) return;
        faults.When(year < EarliestBirth || year > now.Year, "bornYear", "is not a year of birth of a living person");
        bool minor = now.Year - year < AdultAge;
        bool protective = category is SubjectCategory.MissingPerson or SubjectCategory.Victim;
        faults.When(minor && !protective, "bornYear", "a minor can be enrolled only as missing-person or victim");
    }
}
