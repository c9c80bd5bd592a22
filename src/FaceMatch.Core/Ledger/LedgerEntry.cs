using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace FaceMatch.Core.Ledger;

/// <summary>
/// One thing that somebody did, chained to the one before: its hash covers its own content and the previous hash
/// (oversight rule 21). Written in the same transaction as what it records. The hash is SHA-256 over the entry as
/// <see cref="CanonicalJson"/>, with these keys in this order: <c>action, actorId, actorName, at, bootstrap, detail, previousHash,
/// sequence, target</c>; <c>detail</c> is the stored JSON itself, not a string that holds it.
/// </summary>
public sealed class LedgerEntry
{
    private LedgerEntry()
    {
    }

    /// <summary>Hash before the first entry: 32 zero bytes in hexadecimal.</summary>
    public const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public long Sequence { get; private set; }

    public DateTimeOffset At { get; private set; }

    public Guid ActorId { get; private set; }

    public string ActorName { get; private set; } = "";

    public bool Bootstrap { get; private set; }

    /// <summary>For example <c>search.created</c>.</summary>
    public string Action { get; private set; } = "";

    /// <summary>What it was done to: kind and id, for example <c>subject/0199…</c>.</summary>
    public string Target { get; private set; } = "";

    /// <summary>JSON with the particulars, without white space. No face, name or embedding.</summary>
    public string Detail { get; private set; } = "{}";

    public string PreviousHash { get; private set; } = "";

    public string Hash { get; private set; } = "";

    /// <exception cref="JsonException">The detail of the record is no JSON.</exception>
    public static LedgerEntry After(LedgerEntry? previous, LedgerRecord record, DateTimeOffset at)
    {
        LedgerEntry entry = new()
        {
            Sequence = (previous?.Sequence ?? 0) + 1,
            At = at,
            ActorId = record.ActorId,
            ActorName = WellFormed(record.ActorName),
            Bootstrap = record.Bootstrap,
            Action = WellFormed(record.Action),
            Target = WellFormed(record.Target),
            Detail = CanonicalJson.Compact(record.Detail),
            PreviousHash = previous?.Hash ?? Genesis,
        };
        entry.Hash = entry.ComputeHash();
        return entry;
    }

    /// <summary>True when the entry is unchanged and follows the given one.</summary>
    public bool Follows(LedgerEntry? previous) =>
        Sequence == (previous?.Sequence ?? 0) + 1
        && string.Equals(PreviousHash, previous?.Hash ?? Genesis, StringComparison.Ordinal)
        && IsUnchanged();

    /// <summary>Whether the hash is that of the content. Who changes both is found by the entry after it, or by a checkpoint.</summary>
    public bool IsUnchanged() => string.Equals(Hash, ComputeHash(), StringComparison.Ordinal);

    /// <summary>Writes what is hashed.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("action", Action);
        writer.WriteString("actorId", ActorId);
        writer.WriteString("actorName", ActorName);
        writer.WriteString("at", CanonicalJson.TimeOf(At));
        writer.WriteBoolean("bootstrap", Bootstrap);
        writer.WritePropertyName("detail");
        writer.WriteRawValue(Detail);
        writer.WriteString("previousHash", PreviousHash);
        writer.WriteNumber("sequence", Sequence);
        writer.WriteString("target", Target);
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote; whether it says the truth is for <see cref="Follows"/> to find out.</summary>
    /// <exception cref="Exception">A field is missing or of another kind.</exception>
    internal static LedgerEntry Read(JsonElement entry, string hash) => new()
    {
        Action = entry.GetProperty("action").GetString()!,
        ActorId = entry.GetProperty("actorId").GetGuid(),
        ActorName = entry.GetProperty("actorName").GetString()!,
        At = CanonicalJson.ReadTime(entry.GetProperty("at").GetString()),
        Bootstrap = entry.GetProperty("bootstrap").GetBoolean(),
        Detail = entry.GetProperty("detail").GetRawText(),
        PreviousHash = entry.GetProperty("previousHash").GetString()!,
        Sequence = entry.GetProperty("sequence").GetInt64(),
        Target = entry.GetProperty("target").GetString()!,
        Hash = hash,
    };

    private string ComputeHash() => Convert.ToHexStringLower(SHA256.HashData(CanonicalJson.Of(Write)));

    /// <summary>As a database gives it back: half a surrogate pair cannot be stored, so it must not be hashed either.</summary>
    private static string WellFormed(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}

/// <summary>What a feature asks the ledger to write.</summary>
/// <param name="Detail">JSON.</param>
public sealed record LedgerRecord(Guid ActorId, string ActorName, bool Bootstrap, string Action, string Target, string Detail)
{
    public static LedgerRecord By(Accounts.Actor actor, string action, string target, string detail = "{}") =>
        new(actor.AccountId, actor.Name, actor.IsBootstrap, action, target, detail);
}
