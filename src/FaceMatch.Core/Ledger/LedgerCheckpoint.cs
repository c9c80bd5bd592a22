using System.Text.Json;

namespace FaceMatch.Core.Ledger;

/// <summary>
/// A signature on the hash of an entry, and by that on every entry up to it (oversight rule 21): who rewrites the ledger from some
/// entry on can make a new chain, but not sign it. Written in the same transaction as the entry. What is signed is
/// <c>{"checkpoint":{at, hash, publicKey, sequence}}</c> as <see cref="CanonicalJson"/>.
/// </summary>
public sealed class LedgerCheckpoint
{
    /// <summary>Entries between two checkpoints at most: little to sign anew, and a lost tail is soon spoken for.</summary>
    public const int Interval = 256;

    private LedgerCheckpoint()
    {
    }

    /// <summary>Number of the entry that is signed.</summary>
    public long Sequence { get; private set; }

    /// <summary>Hash of that entry.</summary>
    public string EntryHash { get; private set; } = "";

    public DateTimeOffset At { get; private set; }

    /// <summary>Ed25519, 32 bytes in lower-case hexadecimal.</summary>
    public string PublicKey { get; private set; } = "";

    /// <summary>Ed25519, 64 bytes in lower-case hexadecimal.</summary>
    public string Signature { get; private set; } = "";

    /// <summary>At the first entry of the ledger, at the first of a day (UTC), and at every <see cref="Interval"/>th.</summary>
    public static bool IsDue(LedgerEntry? previous, LedgerEntry entry) =>
        previous is null || previous.At.UtcDateTime.Date != entry.At.UtcDateTime.Date || entry.Sequence % Interval == 0;

    public static LedgerCheckpoint On(LedgerEntry entry, ILedgerSigner signer)
    {
        LedgerCheckpoint checkpoint = new() { Sequence = entry.Sequence, EntryHash = entry.Hash, At = entry.At, PublicKey = signer.PublicKey };
        checkpoint.Signature = signer.Sign(checkpoint.SignedBytes());
        return checkpoint;
    }

    /// <summary>Whether <see cref="PublicKey"/> signed this; that it is the right key is for the caller to know.</summary>
    public bool IsSigned(SignatureCheck check) => LedgerSignature.Holds(PublicKey, SignedBytes(), Signature, check);

    /// <summary>Writes what is signed, without the object around it.</summary>
    internal void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("at", CanonicalJson.TimeOf(At));
        writer.WriteString("hash", EntryHash);
        writer.WriteString("publicKey", PublicKey);
        writer.WriteNumber("sequence", Sequence);
        writer.WriteEndObject();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="Exception">A field is missing or of another kind.</exception>
    internal static LedgerCheckpoint Read(JsonElement checkpoint, string signature) => new()
    {
        At = CanonicalJson.ReadTime(checkpoint.GetProperty("at").GetString()),
        EntryHash = checkpoint.GetProperty("hash").GetString()!,
        PublicKey = checkpoint.GetProperty("publicKey").GetString()!,
        Sequence = checkpoint.GetProperty("sequence").GetInt64(),
        Signature = signature,
    };

    private byte[] SignedBytes() => CanonicalJson.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("checkpoint");
        Write(writer);
        writer.WriteEndObject();
    });
}
