using System.Text.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Images;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Subjects;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Imports;

/// <summary>Takes imports in and approves them; <see cref="ImportWorker"/> works through their rows.</summary>
public sealed class ImportService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, IImageVault vault, ImageErasure erasure, IGallery gallery,
    ImportSignal signal, TimeProvider time) : IImportService
{
    public async Task<AcceptedImport> SubmitAsync(Actor actor, Stream manifest, Stream archive, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer);
        byte[] csv = await ReadManifestAsync(manifest, cancellationToken);
        int rows = ManifestReader.Read(csv).Count;
        List<string> kept = [];
        try
        {
            kept.Add(await vault.StoreStreamAsync(new BoundedStream(archive, ImportLimits.LargestArchive, ImportRefusals.ArchiveTooLarge), cancellationToken));
            kept.Add(await vault.StoreAsync(csv, cancellationToken));
            using (ImportArchive.Open(await vault.OpenReadAsync(kept[0], cancellationToken)))
            {
                // Only whether it opens: a damaged file inside concerns its own row.
            }

            return await RegisterAsync(actor, new Import(actor.AccountId, actor.Unit, kept[1], kept[0], rows, time.GetUtcNow()), cancellationToken);
        }
        catch
        {
            await erasure.EraseAsync(kept, CancellationToken.None);
            throw;
        }
    }

    public async Task<ImportView> GetAsync(Actor actor, Guid importId, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer, Role.Approver, Role.Auditor);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ViewAsync(db, await FindAsync(db.ImportsFor(actor).AsNoTracking(), importId, cancellationToken), cancellationToken);
    }

    public async Task<ImportView> ApproveAsync(Actor actor, Guid importId, CancellationToken cancellationToken)
    {
        actor.Require(Role.Approver);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Import import = await FindAsync(db.ImportsFor(actor), importId, cancellationToken);
        actor.RequireUnit(import.Unit);
        DateTimeOffset now = time.GetUtcNow();
        import.Approve(actor.AccountId, now);
        List<Subject> subjects = await db.Subjects.Include(subject => subject.Images)
            .Where(subject => subject.ImportId == importId && subject.State == SubjectState.Pending && subject.ExpiresAt > now).ToListAsync(cancellationToken);
        foreach (Subject subject in subjects) Approvals.Approve(subject, actor, now);
        LedgerRecord[] records =
        [
            LedgerRecord.By(actor, "import.approved", Target(importId), LedgerDetail.Of(new { subjects = subjects.Count })),
            .. subjects.Select(subject => SubjectRecords.Changed(actor, "subject.approved", subject.Id, new { import = importId })),
        ];
        await ledger.SaveAsync(db, cancellationToken, records);
        await gallery.RefreshAsync([.. subjects.Select(subject => subject.Id)], CancellationToken.None);
        return await ViewAsync(db, import, CancellationToken.None);
    }

    internal static string Target(Guid importId) => $"import/{importId:D}";

    private async Task<AcceptedImport> RegisterAsync(Actor actor, Import import, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Imports.Add(import);
        LedgerRecord submitted = LedgerRecord.By(
            actor, "import.submitted", Target(import.Id), LedgerDetail.Of(new { import.Rows, manifest = import.ManifestHash, archive = import.ArchiveHash }));
        await ledger.SaveAsync(
            db,
            async token =>
            {
                // Another import of the very same files may have ended, and taken them along, since they were stored.
                await RequireKeptAsync(import.ManifestHash, token);
                await RequireKeptAsync(import.ArchiveHash, token);
            },
            cancellationToken,
            submitted);
        signal.Wake();
        return new AcceptedImport(import.Id.ToString("D"));
    }

    private async Task RequireKeptAsync(string content, CancellationToken cancellationToken)
    {
        try
        {
            await using Stream stream = await vault.OpenReadAsync(content, cancellationToken);
        }
        catch (FileNotFoundException gone)
        {
            throw new RefusalException(
                RefusalKind.Conflict, "import-just-ended", "An import of the same files ended at this moment. Look at its result; send this one again if it is still wanted.", gone);
        }
    }

    private static async Task<byte[]> ReadManifestAsync(Stream manifest, CancellationToken cancellationToken)
    {
        using MemoryStream content = new();
        await new BoundedStream(manifest, ImportLimits.LargestManifest, ImportRefusals.ManifestTooLarge).CopyToAsync(content, cancellationToken);
        return content.ToArray();
    }

    private static async Task<Import> FindAsync(IQueryable<Import> imports, Guid importId, CancellationToken cancellationToken) =>
        await imports.Include(import => import.Rejections).SingleOrDefaultAsync(import => import.Id == importId, cancellationToken)
        ?? throw Refuse.NotFound("import", importId);

    private static async Task<ImportView> ViewAsync(FaceMatchDbContext db, Import import, CancellationToken cancellationToken)
    {
        (IReadOnlyList<ImportDuplicate> duplicates, IReadOnlyList<ImportUnlikeImage> unlike) = await ImportFindingViews.OfAsync(db, import.Id, cancellationToken);
        return new ImportView(
            import.Id.ToString("D"), JsonNamingPolicy.CamelCase.ConvertName(import.State.ToString()), import.Rows, import.RowsDone, import.Accepted,
            [.. import.Rejections.OrderBy(row => row.Row).Select(row => new RejectedRow(row.Row, row.File, row.Code, row.Reason))],
            import.Failure, import.SubmittedAt, duplicates, import.DuplicatesFound, unlike, import.UnlikeImagesFound);
    }
}
