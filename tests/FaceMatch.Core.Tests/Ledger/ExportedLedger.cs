using System.Text;
using FaceMatch.Core.Ledger;
using FaceMatch.Tests.Shared;

namespace FaceMatch.Core.Tests.Ledger;

/// <summary>The lines of an export, for a test to do to them what a forger would.</summary>
internal sealed class ExportedLedger
{
    public static readonly DateTimeOffset Begun = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public static readonly LedgerKey Key = new();

    public ExportedLedger(IReadOnlyList<LedgerEntry> chain, ILedgerSigner? signer = null)
    {
        Chain = chain;
        LedgerExport export = new(Begun, signer ?? Key);
        Lines.Add(export.Header());
        LedgerEntry? previous = null;
        foreach (LedgerEntry entry in chain)
        {
            Lines.Add(export.Entry(entry));
            if (LedgerCheckpoint.IsDue(previous, entry)) Lines.Add(export.Checkpoint(LedgerCheckpoint.On(entry, signer ?? Key)));
            previous = entry;
        }

        Lines.Add(export.End());
    }

    public IReadOnlyList<LedgerEntry> Chain { get; }

    public List<byte[]> Lines { get; } = [];

    /// <summary>Three entries a day, so that checkpoints stand between them.</summary>
    public static List<LedgerEntry> ChainOf(IEnumerable<LedgerRecord> records)
    {
        List<LedgerEntry> chain = [];
        foreach (LedgerRecord record in records)
            chain.Add(LedgerEntry.After(chain.Count > 0 ? chain[^1] : null, record, Begun.AddHours(8 * chain.Count)));
        return chain;
    }

    /// <summary>Where in the file an entry stands.</summary>
    public int LineOf(long sequence)
    {
        byte[] line = LineOf(Chain[(int)sequence - 1]);
        return Lines.FindIndex(other => other.AsSpan().SequenceEqual(line));
    }

    public static byte[] LineOf(LedgerEntry entry) => new LedgerExport(Begun, Key).Entry(entry);

    public void Replace(int line, string from, string to)
    {
        string text = Encoding.UTF8.GetString(Lines[line]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        Lines[line] = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
    }

    public Task<LedgerProof> VerifyAsync(string? publicKey = null) => VerifyAsync([.. Lines.SelectMany(line => line)], publicKey);

    public static async Task<LedgerProof> VerifyAsync(byte[] file, string? publicKey = null)
    {
        using MemoryStream stream = new(file);
        return await LedgerVerifier.VerifyAsync(stream, publicKey, Ed25519.Check);
    }
}
