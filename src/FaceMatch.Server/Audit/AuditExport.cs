using System.Globalization;
using FaceMatch.Core.Ledger;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Audit;

/// <summary>The ledger up to one entry, on its way into a file. Should it break off, the file lacks its signed end and proves nothing.</summary>
public sealed class AuditExport(IDbContextFactory<FaceMatchDbContext> contexts, ILedgerSigner signer, DateTimeOffset createdAt, long last)
{
    public const string MediaType = "application/jsonl";

    /// <summary>Entries read at once, so that the memory taken does not grow with the ledger and no read of the database stays open for long.</summary>
    private const int Batch = 1_000;

    private const int BufferLength = 64 * 1024;

    public string FileName => string.Create(CultureInfo.InvariantCulture, $"facematch-ledger-{createdAt.UtcDateTime:yyyyMMdd'T'HHmmss'Z'}.jsonl");

    public async Task WriteAsync(Stream file, CancellationToken cancellationToken)
    {
        LedgerExport export = new(createdAt, signer);

        // The response sends whatever is written at once; lines are much shorter than a packet.
        await using BufferedStream buffer = new(file, BufferLength);
        await buffer.WriteAsync(export.Header(), cancellationToken);
        for (long done = 0; done < last; done += Batch)
            await WriteAsync(export, done, Math.Min(last, done + Batch), buffer, cancellationToken);
        await buffer.WriteAsync(export.End(), cancellationToken);
        await buffer.FlushAsync(cancellationToken);
    }

    private async Task WriteAsync(LedgerExport export, long after, long upTo, Stream file, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Dictionary<long, LedgerCheckpoint> checkpoints = await db.LedgerCheckpoints.AsNoTracking()
            .Where(checkpoint => checkpoint.Sequence > after && checkpoint.Sequence <= upTo)
            .ToDictionaryAsync(checkpoint => checkpoint.Sequence, cancellationToken);
        List<LedgerEntry> entries = await db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.Sequence > after && entry.Sequence <= upTo)
            .OrderBy(entry => entry.Sequence).ToListAsync(cancellationToken);
        foreach (LedgerEntry entry in entries)
        {
            await file.WriteAsync(export.Entry(entry), cancellationToken);
            if (checkpoints.TryGetValue(entry.Sequence, out LedgerCheckpoint? checkpoint))
                await file.WriteAsync(export.Checkpoint(checkpoint), cancellationToken);
        }
    }
}
