using FaceMatch.Core.Accounts;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Images;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Pipeline;
using FaceMatch.Server.Access;
using FaceMatch.Server.Enrolment;
using FaceMatch.Server.Images;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Subjects;

/// <summary>Subjects: enrolled by one person, approved by another, and searchable only between that and their end.</summary>
public sealed partial class SubjectService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, IImageVault vault, IGallery gallery, PictureStore pictures,
    StillAnalyser stills, EnrolmentAnalyser analyser, Duplicates duplicates, Contamination contamination, ImageErasure erasure, TimeProvider time) : ISubjectService
{
    public async Task<CreatedSubject> EnrolAsync(Actor actor, EnrolSubjectRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer);
        Subject subject = Subject.Enrol(request, actor.AccountId, actor.Unit, time.GetUtcNow());
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        db.Subjects.Add(subject);
        await ledger.SaveAsync(db, cancellationToken, SubjectRecords.Enrolled(actor, subject));
        return new CreatedSubject(subject.Id.ToString("D"), subject.State.ToWire());
    }

    public async Task<AddedImage> AddImageAsync(Actor actor, Guid subjectId, AddImageRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await RequirePendingAsync(db, actor, subjectId, cancellationToken);
        ReferenceImages.Check(request.Source, request.LawfulHolding);
        using EnrolmentFace found = await analyser.AnalyseAsync(request.Image, cancellationToken);
        IReadOnlyList<Guid>? seen = await db.GallerySeenFromAsync(actor.SeesFrom, cancellationToken);
        IReadOnlyList<DuplicateView> near = await duplicates.FindAsync(subjectId, seen, found.Face.Embedding, cancellationToken);

        Guid imageId = Guid.Empty;
        IReadOnlyList<Guid> unlike = [];
        await ledger.SaveAsync(
            db,
            async token =>
            {
                // Looked at again where no other writer is at work: it may have been approved or erased meanwhile.
                await RequirePendingAsync(db, actor, subjectId, token);
                string content = await vault.StoreAsync(request.Image, token);
                ReferenceImage image = ReferenceImages.Make(
                    subjectId, content, request.Source!, request.LawfulHolding!, found, stills.Models, actor.AccountId, time.GetUtcNow());
                List<ReferenceImage> known = await db.ReferenceImages.AsNoTracking().Include(known => known.Templates)
                    .Where(known => known.SubjectId == subjectId).ToListAsync(token);
                db.ReferenceImages.Add(image);
                imageId = image.Id;
                unlike = contamination.Find([.. known, image]);
            },
            cancellationToken,
            SubjectRecords.ImageAdded(actor, subjectId, request.Source!, near.Count));
        return new AddedImage(imageId.ToString("D"), SubjectViews.Of(found.Face), near, SubjectViews.Ids(unlike));
    }

    public async Task<SubjectView> ApproveAsync(Actor actor, Guid subjectId, CancellationToken cancellationToken)
    {
        actor.Require(Role.Approver);
        return await ChangeAsync(
            actor, subjectId, "subject.approved", reason: null,
            subject => Approvals.Approve(subject, actor, time.GetUtcNow()),
            cancellationToken);
    }

    public async Task<SubjectView> SuspendAsync(Actor actor, Guid subjectId, string? reason, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer, Role.Approver);
        string why = SubjectRecords.CheckReason(reason);
        return await ChangeAsync(actor, subjectId, "subject.suspended", why, subject => subject.Suspend(why), cancellationToken);
    }

    public async Task<DeletedSubject> DeleteAsync(Actor actor, Guid subjectId, string? reason, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer, Role.Approver);
        string why = SubjectRecords.CheckReason(reason);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Subject subject = await FindKeptAsync(db, actor, subjectId, cancellationToken);
        string[] contents = [.. subject.Images.Select(image => image.ContentHash)];
        Guid receipt = Guid.CreateVersion7(time.GetUtcNow());
        subject.Delete(why);
        db.WatchlistEntries.RemoveRange(await db.WatchlistEntries.Where(entry => entry.SubjectId == subjectId).ToListAsync(cancellationToken));
        await ledger.SaveAsync(
            db,
            async token =>
            {
                // The row of the subject remains, so what imports found out about it does not go by itself.
                await db.ImportFindings.Where(finding => finding.SubjectId == subjectId || finding.OtherSubjectId == subjectId).ExecuteDeleteAsync(token);

                // Which lists it was on goes with the lists' own entries; the reference number stays, as in the row of the subject.
                await db.Candidates.Where(candidate => candidate.SubjectId == subjectId)
                    .ExecuteUpdateAsync(candidates => candidates.SetProperty(candidate => candidate.WatchlistIds, (List<Guid>?)null), token);
            },
            cancellationToken,
            SubjectRecords.Changed(actor, ErasureResume.Deleted, subjectId, new { receipt, reason = why, images = contents }));

        // The subject is gone in the truth; what follows must not end half-way because the caller hung up.
        await gallery.RefreshAsync([subjectId], CancellationToken.None);
        await erasure.EraseAsync(
            contents, CancellationToken.None, SubjectRecords.Changed(actor, ErasureResume.Erased, subjectId, new { receipt, images = contents.Length }));
        return new DeletedSubject(receipt.ToString("D"));
    }

    private async Task<SubjectView> ChangeAsync(
        Actor actor, Guid subjectId, string action, string? reason, Action<Subject> change, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Subject subject = await FindKeptAsync(db, actor, subjectId, cancellationToken);
        change(subject);
        await ledger.SaveAsync(db, cancellationToken, SubjectRecords.Changed(actor, action, subjectId, new { reason }));
        await gallery.RefreshAsync([subjectId], CancellationToken.None);
        return await ViewAsync(db, actor, subject, cancellationToken);
    }

    private static async Task<Subject> FindKeptAsync(FaceMatchDbContext db, Actor actor, Guid subjectId, CancellationToken cancellationToken)
    {
        Subject subject = await db.SubjectsFor(actor).Include(subject => subject.Images).ThenInclude(image => image.Templates).AsSplitQuery()
            .SingleOrDefaultAsync(subject => subject.Id == subjectId, cancellationToken) ?? throw Refuse.NotFound("subject", subjectId);
        actor.RequireUnit(subject.Unit);
        return subject;
    }

    private static async Task RequirePendingAsync(FaceMatchDbContext db, Actor actor, Guid subjectId, CancellationToken cancellationToken)
    {
        Subject subject = await db.SubjectsFor(actor).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == subjectId, cancellationToken)
            ?? throw Refuse.NotFound("subject", subjectId);
        actor.RequireUnit(subject.Unit);
        if (subject.State == SubjectState.Pending) return;
        throw new RefusalException(
            RefusalKind.Conflict, "not-pending",
            "Images are added before the enrolment is approved, so that the second person sees all of them. Enrol again to use another image.");
    }
}
