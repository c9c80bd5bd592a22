using System.Text.Json;

namespace FaceMatch.Core.Ledger;

/// <summary>The first line of an export. Its end repeats both values under a signature.</summary>
internal sealed record LedgerHeader(DateTimeOffset CreatedAt, string PublicKey)
{
    private const string Format = "facematch-ledger-1";

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("header");
        writer.WriteString("createdAt", CanonicalJson.TimeOf(CreatedAt));
        writer.WriteString("format", Format);
        writer.WriteString("publicKey", PublicKey);
        writer.WriteEndObject();
    }

    /// <exception cref="Exception">A field is missing or of another kind.</exception>
    public static LedgerHeader Read(JsonElement header) =>
        new(CanonicalJson.ReadTime(header.GetProperty("createdAt").GetString()), header.GetProperty("publicKey").GetString()!);
}
