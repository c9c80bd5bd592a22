using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace FaceMatch.Core.Ledger;

/// <summary>
/// One thing that somebody did, chained to the one before: its hash covers its own content and the previous hash
/// (oversight rule 21). Written in the same transaction as what it records.
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

    /// <summary>JSON with the particulars. No face, name or embedding.</summary>
    public string Detail { get; private set; } = "{}";

    public string PreviousHash { get; private set; } = "";

    public string Hash { get; private set; } = "";

    public static LedgerEntry After(LedgerEntry? previous, LedgerRecord record, DateTimeOffset at)
    {
        LedgerEntry entry = new()
        {
            Sequence = (previous?.Sequence ?? 0) + 1,
            At = at,
            ActorId = record.ActorId,
            ActorName = record.ActorName,
            Bootstrap = record.Bootstrap,
            Action = record.Action,
            Target = record.Target,
            Detail = record.Detail,
            PreviousHash = previous?.Hash ?? Genesis,
        };
        entry.Hash = entry.ComputeHash();
        return entry;
    }

    /// <summary>True when the entry is unchanged and follows the given one.</summary>
    public bool Follows(LedgerEntry? previous) =>
        Sequence == (previous?.Sequence ?? 0) + 1
        && string.Equals(PreviousHash, previous?.Hash ?? Genesis, StringComparison.Ordinal)
        && string.Equals(Hash, ComputeHash(), StringComparison.Ordinal);

    /// <summary>SHA-256 over length-prefixed fields, so that no two different entries give the same bytes.</summary>
    private string ComputeHash()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        string[] fields =
        [
            PreviousHash,
            Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture),
            At.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ActorId.ToString("D"),
            ActorName,
            Bootstrap ? "bootstrap" : "",
            Action,
            Target,
            Detail,
        ];
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (string field in fields)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(field);
            BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

/// <summary>What a feature asks the ledger to write.</summary>
public sealed record LedgerRecord(Guid ActorId, string ActorName, bool Bootstrap, string Action, string Target, string Detail)
{
    public static LedgerRecord By(Accounts.Actor actor, string action, string target, string detail = "{}") =>
        new(actor.AccountId, actor.Name, actor.IsBootstrap, action, target, detail);
}
