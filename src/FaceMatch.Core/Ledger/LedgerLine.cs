using System.Text.Json;

namespace FaceMatch.Core.Ledger;

/// <summary>One line of an export as it was read: exactly one of the four.</summary>
internal sealed record LedgerLine(
    LedgerHeader? Header = null, LedgerEntry? Entry = null, LedgerCheckpoint? Checkpoint = null, LedgerEnd? End = null)
{
    /// <param name="line">With its line feed.</param>
    /// <returns>Null for what <see cref="LedgerExport"/> would not have written, byte for byte.</returns>
    public static LedgerLine? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(line);
            LedgerLine read = Read(document.RootElement);
            return line.Span.SequenceEqual(read.Write()) ? read : null;
        }
        catch (Exception fault) when (fault is JsonException or FormatException or InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            return null;
        }
    }

    private static LedgerLine Read(JsonElement line)
    {
        if (line.TryGetProperty("entry", out JsonElement entry))
            return new LedgerLine(Entry: LedgerEntry.Read(entry, line.GetProperty("hash").GetString()!));
        if (line.TryGetProperty("checkpoint", out JsonElement checkpoint))
            return new LedgerLine(Checkpoint: LedgerCheckpoint.Read(checkpoint, line.GetProperty("signature").GetString()!));
        if (line.TryGetProperty("end", out JsonElement end))
            return new LedgerLine(End: LedgerEnd.Read(end, line.GetProperty("signature").GetString()!));
        return new LedgerLine(Header: LedgerHeader.Read(line.GetProperty("header")));
    }

    private byte[] Write() => this switch
    {
        { Entry: { } entry } => LedgerExport.LineOf(entry),
        { Checkpoint: { } checkpoint } => LedgerExport.LineOf(checkpoint),
        { End: { } end } => LedgerExport.LineOf(end),
        _ => LedgerExport.LineOf(Header!),
    };
}
