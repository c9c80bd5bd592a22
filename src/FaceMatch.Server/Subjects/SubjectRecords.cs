using FaceMatch.Core.Accounts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Hosting;

namespace FaceMatch.Server.Subjects;

/// <summary>What the ledger is told about subjects.</summary>
internal static class SubjectRecords
{
    public static LedgerRecord Enrolled(Actor actor, Subject subject) =>
        Changed(actor, "subject.enrolled", subject.Id, new
        {
            category = subject.Category.ToWire(),
            subject.LegalInstrument,
            subject.LegalReference,
            subject.ExpiresAt,
            subject.ImportId,
        });

    /// <param name="duplicatesShown">Null for an import, where they are looked for at its end and <c>import.finished</c> counts them.</param>
    public static LedgerRecord ImageAdded(Actor actor, Guid subjectId, string source, int? duplicatesShown) =>
        Changed(actor, "subject.image-added", subjectId, new { source, duplicatesShown });

    public static LedgerRecord Changed<T>(Actor actor, string action, Guid subjectId, T particulars) =>
        LedgerRecord.By(actor, action, $"subject/{subjectId:D}", LedgerDetail.Of(particulars));

    /// <exception cref="RefusalException">Code <c>invalid-fields</c>.</exception>
    public static string CheckReason(string? reason)
    {
        new FieldFaults().Text("reason", reason, SubjectRules.LongestText, "say why").ThrowIfAny();
        return reason!.Trim();
    }
}
