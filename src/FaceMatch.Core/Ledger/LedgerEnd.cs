using System.Text.Json;

namespace FaceMatch.Core.Ledger;

/// <summary>The last line of an export: how much there must be before it, signed as <c>{"end":{…}}</c>.</summary>
internal sealed record LedgerEnd(DateTimeOffset CreatedAt, long Entries, long Checkpoints, string LastHash, string PublicKey, string Signature)
{
    public static LedgerEnd Of(DateTimeOffset createdAt, long entries, long checkpoints, string lastHash, ILedgerSigner signer)
    {
        LedgerEnd end = new(createdAt, entries, checkpoints, lastHash, signer.PublicKey, "");
        return end with { Signature = signer.Sign(end.SignedBytes()) };
    }

    public bool IsSigned(SignatureCheck check) => LedgerSignature.Holds(PublicKey, SignedBytes(), Signature, check);

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("checkpoints", Checkpoints);
        writer.WriteString("createdAt", CanonicalJson.TimeOf(CreatedAt));
        writer.WriteNumber("entries", Entries);
        writer.WriteString("hash", LastHash);
        writer.WriteString("publicKey", PublicKey);
        writer.WriteEndObject();
    }

    /// <exception cref="Exception">A field is missing or of another kind.</exception>
    public static LedgerEnd Read(JsonElement end, string signature) => new(
        CanonicalJson.ReadTime(end.GetProperty("createdAt").GetString()),
        end.GetProperty("entries").GetInt64(),
        end.GetProperty("checkpoints").GetInt64(),
        end.GetProperty("hash").GetString()!,
        end.GetProperty("publicKey").GetString()!,
        signature);

    private byte[] SignedBytes() => CanonicalJson.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WritePropertyName("end");
        Write(writer);
        writer.WriteEndObject();
    });
}
