using FaceMatch.Core.Accounts;
using FaceMatch.Core.Images;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Pipeline;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Subjects;
using FaceMatch.Server.Watchlists;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Imports;

/// <summary>
/// Writes the outcome of a row: subject, image, template, list and the import's progress in one transaction.
/// </summary>
public sealed class ImportRows(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, IImageVault vault, StillAnalyser stills, TimeProvider time)
{
    public async Task WriteAsync(Import import, Actor actor, RowFinding finding, CancellationToken cancellationToken)
    {
        RefusalException? refusal = finding.Refusal;
        if (refusal is null)
        {
            try
            {
                await AcceptAsync(import.Id, actor, finding, cancellationToken);
                return;
            }
            catch (RefusalException refused) when (refused.Kind is not (RefusalKind.Unavailable or RefusalKind.TooMany))
            {
                refusal = refused;
            }
        }

        await RejectAsync(import.Id, finding.Row, refusal, cancellationToken);
    }

    /// <summary>
    /// Ends the import together with what was found in it, so that it never waits for approval without. Findings of an earlier
    /// end are replaced; those of subjects that were erased meanwhile are left out.
    /// </summary>
    public async Task FinishAsync(Guid importId, Actor actor, ImportFindings findings, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Import import = await db.Imports.SingleAsync(import => import.Id == importId, cancellationToken);
        import.Finish(findings.DuplicatesFound, findings.UnlikeImagesFound);
        await ledger.SaveAsync(
            db,
            async token =>
            {
                await db.ImportFindings.Where(finding => finding.ImportId == importId).ExecuteDeleteAsync(token);
                db.ImportFindings.AddRange(await StillTrueAsync(db, findings.Kept, token));
            },
            cancellationToken,
            LedgerRecord.By(actor, "import.finished", ImportService.Target(importId), LedgerDetail.Of(
                new { import.Rows, import.Accepted, duplicates = import.DuplicatesFound, unlikeImages = import.UnlikeImagesFound })));
    }

    /// <summary>Does nothing when it has ended, by another server that was thought to be gone.</summary>
    public async Task FailAsync(Guid importId, string why, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await ledger.SaveAsync(
            db,
            async token =>
            {
                Import import = await db.Imports.SingleAsync(import => import.Id == importId, token);
                if (import.State == ImportState.Running) import.Fail(why);
            },
            cancellationToken);
    }

    private static async Task<IEnumerable<ImportFinding>> StillTrueAsync(
        FaceMatchDbContext db, IReadOnlyList<ImportFinding> findings, CancellationToken cancellationToken)
    {
        Guid[] named = [.. findings.SelectMany(finding => new[] { finding.SubjectId, finding.OtherSubjectId ?? finding.SubjectId }).Distinct()];
        HashSet<Guid> there = await db.Subjects.Where(subject => named.Contains(subject.Id) && subject.State != SubjectState.Deleted)
            .Select(subject => subject.Id).ToHashSetAsync(cancellationToken);
        return findings.Where(finding => there.Contains(finding.SubjectId) && (finding.OtherSubjectId is not { } other || there.Contains(other)));
    }

    private async Task AcceptAsync(Guid importId, Actor actor, RowFinding finding, CancellationToken cancellationToken)
    {
        ManifestRow row = finding.Row;
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<LedgerRecord> records = [];
        Subject subject = await FindOrEnrolAsync(db, importId, actor, row, records, now, cancellationToken);
        if (row.Watchlist is not null) await PutOnListAsync(db, importId, actor, row.Watchlist, subject, records, now, cancellationToken);
        records.Add(SubjectRecords.ImageAdded(actor, subject.Id, row.Source!, duplicatesShown: null));
        await ledger.SaveAsync(
            db,
            async token =>
            {
                (await NextAsync(db, importId, row, token)).RowAccepted();
                await RequireStillPendingAsync(db, subject, token);
                string content = await vault.StoreAsync(finding.Image, token);
                db.ReferenceImages.Add(ReferenceImages.Make(
                    subject.Id, content, row.Source!, row.LawfulHolding!, finding.Face!, stills.Models, actor.AccountId, now));
            },
            cancellationToken,
            [.. records]);
    }

    private async Task RejectAsync(Guid importId, ManifestRow row, RefusalException refusal, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await ledger.SaveAsync(
            db,
            async token => (await NextAsync(db, importId, row, token)).RowRejected(row.Row, row.File, refusal.Code, Reason(refusal)),
            cancellationToken);
    }

    /// <summary>The import, at the place of this row: a row that was written already is never written again.</summary>
    private static async Task<Import> NextAsync(FaceMatchDbContext db, Guid importId, ManifestRow row, CancellationToken cancellationToken)
    {
        Import import = await db.Imports.SingleAsync(import => import.Id == importId, cancellationToken);
        return import.State == ImportState.Running && import.RowsDone == row.Row - 1
            ? import
            : throw new InvalidOperationException($"Row {row.Row} is not the next of an import that is at {import.RowsDone} and {import.State}.");
    }

    private static async Task<Subject> FindOrEnrolAsync(
        FaceMatchDbContext db, Guid importId, Actor actor, ManifestRow row, List<LedgerRecord> records, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Also for a further image: the row has to be whole, and say the same.
        Subject fresh = Subject.Enrol(row.Subject, actor.AccountId, actor.Unit, now, importId);
        Subject? known = await db.Subjects.AsNoTracking().SingleOrDefaultAsync(
            subject => subject.ReferenceNumber == fresh.ReferenceNumber && subject.State != SubjectState.Deleted, cancellationToken);
        if (known is null)
        {
            db.Subjects.Add(fresh);
            records.Add(SubjectRecords.Enrolled(actor, fresh));
            return fresh;
        }

        if (known.ImportId != importId)
        {
            throw new RefusalException(
                RefusalKind.Conflict, "reference-number-taken", "A subject with this reference number was enrolled before. Use another number, or delete the old entry.");
        }

        return known.Category == fresh.Category
            ? known
            : throw new RefusalException(
                RefusalKind.Unacceptable, "rows-differ", "An earlier row gives this reference number another category. Make the rows of one subject agree.");
    }

    private static async Task PutOnListAsync(
        FaceMatchDbContext db, Guid importId, Actor actor, string name, Subject subject, List<LedgerRecord> records, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        new FieldFaults().OptionalText("watchlist", name, SubjectRules.LongestName).ThrowIfAny();
        Watchlist? list = await db.Watchlists.AsNoTracking().SingleOrDefaultAsync(list => list.Unit == actor.Unit && list.Name == name, cancellationToken);
        if (list is null)
        {
            list = new Watchlist(name, $"Made by import {importId:D}", subject.Category, actor.Unit, actor.AccountId, now);
            db.Watchlists.Add(list);
            records.Add(WatchlistRecords.Created(actor, list));
        }

        if (list.Category != subject.Category) throw WatchlistRecords.WrongCategory(list);
        if (await db.WatchlistEntries.AnyAsync(entry => entry.WatchlistId == list.Id && entry.SubjectId == subject.Id, cancellationToken)) return;
        db.WatchlistEntries.Add(new WatchlistEntry(list.Id, subject.Id, actor.AccountId, now));
        records.Add(WatchlistRecords.Membership(actor, "watchlist.subject-added", list.Id, subject.Id));
    }

    private static async Task RequireStillPendingAsync(FaceMatchDbContext db, Subject subject, CancellationToken cancellationToken)
    {
        if (db.Entry(subject).State == EntityState.Added) return;
        if (await db.Subjects.AnyAsync(known => known.Id == subject.Id && known.State == SubjectState.Pending, cancellationToken)) return;
        throw new RefusalException(RefusalKind.Conflict, "not-pending", "The subject was approved, suspended or deleted while the import ran; further images need a new enrolment.");
    }

    private static string Reason(RefusalException refusal) =>
        refusal.Fields is { Count: > 0 } fields && refusal.Code == "invalid-fields"
            ? string.Join("; ", fields.Select(field => $"{field.Key} {string.Join(", ", field.Value)}"))
            : refusal.Message;
}
