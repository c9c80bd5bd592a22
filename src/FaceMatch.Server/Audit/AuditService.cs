using System.Globalization;
using System.Text.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Audit;

/// <summary>The ledger for auditors. Whoever reads it is in it before the first entry is handed out (oversight rule 21).</summary>
public sealed class AuditService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, ILedgerSigner signer, TimeProvider time)
{
    private const string Target = "ledger";
    private const int LongestPage = 500;

    /// <summary>Newest first: what is written while somebody pages through moves nothing that is still to come.</summary>
    public async Task<Page<LedgerEntryView>> ListAsync(Actor actor, AuditFilter filter, int limit, CancellationToken cancellationToken)
    {
        actor.Require(Role.Auditor);
        int take = Math.Clamp(limit, 1, LongestPage);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<LedgerEntry> wanted = filter.Apply(db.LedgerEntries.AsNoTracking()).OrderByDescending(entry => entry.Sequence).Take(take + 1);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "audit.consulted", Target, LedgerDetail.Of(filter)));
        List<LedgerEntry> entries = await wanted.ToListAsync(cancellationToken);
        LedgerEntryView[] items = [.. entries.Take(take).Select(View)];
        return new Page<LedgerEntryView>(items, entries.Count > take ? items[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
    }

    /// <summary>Everything up to and with the entry that tells of this export.</summary>
    public async Task<AuditExport> ExportAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(Role.Auditor);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await ledger.SaveAsync(
            db, cancellationToken, LedgerRecord.By(actor, "audit.exported", Target, LedgerDetail.Of(new { publicKey = signer.PublicKey })));
        long last = await db.LedgerEntries.MaxAsync(entry => entry.Sequence, cancellationToken);
        return new AuditExport(contexts, signer, time.GetUtcNow(), last);
    }

    private static LedgerEntryView View(LedgerEntry entry) => new(
        entry.Sequence, entry.At, entry.ActorId.ToString("D"), entry.ActorName, entry.Bootstrap, entry.Action, entry.Target,
        JsonElement.Parse(entry.Detail), entry.PreviousHash, entry.Hash);
}
