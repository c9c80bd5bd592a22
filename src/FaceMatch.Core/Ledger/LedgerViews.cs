using System.Text.Json;

namespace FaceMatch.Core.Ledger;

/// <summary>An entry of the ledger as an auditor reads it. What proves it is the export, not this.</summary>
public sealed record LedgerEntryView(
    long Sequence, DateTimeOffset At, string ActorId, string ActorName, bool Bootstrap, string Action, string Target, JsonElement Detail,
    string PreviousHash, string Hash);
