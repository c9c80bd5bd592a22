using System.Globalization;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Audit;

/// <summary>Which entries an auditor wants to see.</summary>
/// <param name="From">ISO 8601, itself included; UTC where it names no offset.</param>
/// <param name="To">The same, itself not included.</param>
/// <param name="Actor">Id of the account that acted.</param>
/// <param name="Subject">Id of the subject that it was done to, or that the particulars name.</param>
/// <param name="After">Number of the last entry of the page before.</param>
public sealed record AuditFilter(string? From, string? To, string? Actor, string? Subject, string? After)
{
    /// <exception cref="RefusalException">Code <c>invalid-fields</c>; all faults are named.</exception>
    public IQueryable<LedgerEntry> Apply(IQueryable<LedgerEntry> entries)
    {
        FieldFaults faults = new();
        if (Read(From, "from", Time, "is not a time; write it like 2026-03-01T12:00:00Z", faults) is { } from)
            entries = entries.Where(entry => entry.At >= from);
        if (Read(To, "to", Time, "is not a time; write it like 2026-03-01T12:00:00Z", faults) is { } to)
            entries = entries.Where(entry => entry.At < to);
        if (Read(Actor, "actor", Id, "is not the id of an account", faults) is { } actor)
            entries = entries.Where(entry => entry.ActorId == actor);
        if (Read(Subject, "subject", Id, "is not the id of a subject", faults) is { } subject)
        {
            (string id, string target) = (subject.ToString("D"), $"subject/{subject:D}");
            entries = entries.Where(entry => entry.Target == target || entry.Detail.Contains(id));
        }

        if (Read(After, "after", Number, "is not a cursor; take it from the page before, or leave it out", faults) is { } after)
            entries = entries.Where(entry => entry.Sequence < after);
        faults.ThrowIfAny();
        return entries;
    }

    private static T? Read<T>(string? text, string field, Func<string, T?> read, string fault, FieldFaults faults)
        where T : struct
    {
        if (string.IsNullOrEmpty(text)) return null;
        T? value = read(text);
        if (value is null) faults.Add(field, fault);
        return value;
    }

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)
        ? time
        : null;

    private static Guid? Id(string text) => Guid.TryParseExact(text, "D", out Guid id) ? id : null;

    private static long? Number(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
