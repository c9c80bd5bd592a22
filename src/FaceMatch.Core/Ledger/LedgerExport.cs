using System.Text.Json;

namespace FaceMatch.Core.Ledger;

/// <summary>
/// The ledger as a file that proves itself: JSON Lines, each line <see cref="CanonicalJson"/> and ended by a line feed.
/// <list type="number">
/// <item><c>{"header":{createdAt, format, publicKey}}</c></item>
/// <item><c>{"entry":{…},"hash":"…"}</c> for every entry from the first on; the hash is that of the bytes of the object before it.</item>
/// <item><c>{"checkpoint":{…},"signature":"…"}</c> directly after the entry that it signs.</item>
/// <item><c>{"end":{checkpoints, createdAt, entries, hash, publicKey},"signature":"…"}</c>, so that nothing can be cut off.</item>
/// </list>
/// One instance writes one file, in this order. <see cref="LedgerVerifier"/> reads it.
/// </summary>
public sealed class LedgerExport(DateTimeOffset createdAt, ILedgerSigner signer)
{
    private LedgerEntry? _last;
    private long _checkpoints;

    public byte[] Header() => LineOf(new LedgerHeader(createdAt, signer.PublicKey));

    public byte[] Entry(LedgerEntry entry)
    {
        _last = entry;
        return LineOf(entry);
    }

    public byte[] Checkpoint(LedgerCheckpoint checkpoint)
    {
        _checkpoints++;
        return LineOf(checkpoint);
    }

    public byte[] End() => LineOf(LedgerEnd.Of(createdAt, _last?.Sequence ?? 0, _checkpoints, _last?.Hash ?? LedgerEntry.Genesis, signer));

    internal static byte[] LineOf(LedgerHeader header) => Line(header.Write);

    internal static byte[] LineOf(LedgerEntry entry) => Line(writer =>
    {
        writer.WritePropertyName("entry");
        entry.Write(writer);
        writer.WriteString("hash", entry.Hash);
    });

    internal static byte[] LineOf(LedgerCheckpoint checkpoint) => Line(writer =>
    {
        writer.WritePropertyName("checkpoint");
        checkpoint.Write(writer);
        writer.WriteString("signature", checkpoint.Signature);
    });

    internal static byte[] LineOf(LedgerEnd end) => Line(writer =>
    {
        writer.WritePropertyName("end");
        end.Write(writer);
        writer.WriteString("signature", end.Signature);
    });

    private static byte[] Line(Action<Utf8JsonWriter> content) =>
    [
        .. CanonicalJson.Of(writer =>
        {
            writer.WriteStartObject();
            content(writer);
            writer.WriteEndObject();
        }),
        (byte)'\n',
    ];
}
