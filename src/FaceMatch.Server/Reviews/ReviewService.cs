using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Images;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Reviews;

/// <summary>Two people judge each candidate, each without knowing what the other said or whether there was another.</summary>
public sealed partial class ReviewService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, PictureStore pictures, TimeProvider time) : IReviewService
{
    public async Task<ReviewCandidateView> GetAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        CandidateFile file = await FindAsync(db, actor, candidateId, cancellationToken);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "candidate.viewed", Target(candidateId)));
        return await ViewAsync(db, actor, file, cancellationToken);
    }

    public async Task<ReviewCandidateView> GiveOpinionAsync(
        Actor actor, Guid candidateId, OpinionRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Reviewer, Role.SeniorReviewer);
        (Conclusion conclusion, FeatureChecklist checklist, string? note) = OpinionForm.Read(request);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        CandidateFile file = await FindAsync(db, actor, candidateId, cancellationToken);
        if (file.IsPartyTo(actor.AccountId))
            throw Refuse.SamePerson("Judging a candidate of your own search, or of a deployment that you requested or approved,");

        Candidate candidate = await db.Candidates.Include(candidate => candidate.Opinions)
            .SingleAsync(candidate => candidate.Id == candidateId, cancellationToken);
        Opinion opinion = new(candidateId, actor.AccountId, conclusion, checklist, note, time.GetUtcNow());
        candidate.Judge(opinion, actor.Has(Role.SeniorReviewer));
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(
            actor, "opinion.given", Target(candidateId), LedgerDetail.Of(new { opinion.Id, conclusion, checklist, note, candidate.State })));
        return await ViewAsync(db, actor, file with { State = candidate.State }, cancellationToken);
    }

    public async Task<StoredPicture> OpenProbeAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        CandidateFile file = await FindAsync(db, actor, candidateId, cancellationToken);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "candidate.probe-viewed", Target(candidateId)));
        return await pictures.OpenAsync(file.ProbeHash, cancellationToken);
    }

    public async Task<StoredPicture> OpenReferenceAsync(Actor actor, Guid candidateId, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        CandidateFile file = await FindAsync(db, actor, candidateId, cancellationToken);
        if (file.Reference is not { } reference) throw Refuse.NotFound("reference image of candidate", candidateId);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "candidate.reference-viewed", Target(candidateId)));
        return await pictures.OpenAsync(reference.ContentHash, cancellationToken);
    }

    private static string Target(Guid candidateId) => $"candidate/{candidateId}";

    private static async Task<CandidateFile> FindAsync(FaceMatchDbContext db, Actor actor, Guid id, CancellationToken cancellationToken)
    {
        CandidateFile file = await CandidateFile.Of(db, db.CandidatesFor(actor).Where(candidate => candidate.Id == id)).SingleOrDefaultAsync(cancellationToken)
            ?? throw Refuse.NotFound("candidate", id);
        file.CheckMaySee(actor);
        if (file.Alert?.PurgedAt is not null) throw Alert.Purged();
        return file;
    }
}
