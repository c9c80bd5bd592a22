using FaceMatch.Core.Accounts;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Scores;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Reviews;

/// <summary>What each reader gets to see. Scores and opinions are fetched only for a reader who may have them.</summary>
public sealed partial class ReviewService
{
    private const int LongestQueue = 200;

    public async Task<IReadOnlyList<ReviewCandidateView>> QueueAsync(Actor actor, int limit, CancellationToken cancellationToken)
    {
        actor.Require(Role.Reviewer, Role.SeniorReviewer);
        Guid me = actor.AccountId;
        bool senior = actor.Has(Role.SeniorReviewer);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Candidate> waiting = db.CandidatesFor(actor)
            .Where(candidate => candidate.State == ReviewState.Open || (senior && candidate.State == ReviewState.Disputed))
            .Where(candidate => !db.Opinions.Any(opinion => opinion.CandidateId == candidate.Id && opinion.ReviewerId == me))
            .Where(candidate => !db.Searches.Any(search => search.Id == candidate.SearchId && search.SearchedBy == me))
            .Where(candidate => !db.Alerts.Any(alert => alert.Id == candidate.AlertId && alert.PurgedAt != null))
            .Where(candidate => !db.Alerts.Any(alert => alert.Id == candidate.AlertId
                && db.Deployments.Any(deployment => deployment.Id == alert.DeploymentId
                    && (deployment.RequestedBy == me || deployment.ApprovedBy == me))))
            .OrderBy(candidate => candidate.AlertId == null).ThenByDescending(candidate => candidate.ProposedAt).ThenBy(candidate => candidate.Id)
            .Take(Math.Clamp(limit, 1, LongestQueue));
        List<CandidateFile> files = await CandidateFile.Of(db, waiting).ToListAsync(cancellationToken);
        return
        [
            .. files.OrderBy(file => file.Alert is null).ThenByDescending(file => file.ProposedAt).ThenBy(file => Shuffled(file.Id, me))
                .Select(file => View(file, score: null, mine: null, opinions: null)),
        ];
    }

    private static async Task<ReviewCandidateView> ViewAsync(
        FaceMatchDbContext db, Actor actor, CandidateFile file, CancellationToken cancellationToken)
    {
        Guid me = actor.AccountId;
        Opinion? mine = await db.Opinions.AsNoTracking()
            .SingleOrDefaultAsync(opinion => opinion.CandidateId == file.Id && opinion.ReviewerId == me, cancellationToken);
        bool judges = actor.HasAny(Role.Reviewer, Role.SeniorReviewer) && file.Search?.SearchedBy != me;
        bool complete = file.State.IsComplete();
        ShownScore? score = judges && mine is null && !complete ? null : await ScoreAsync(db, file.Id, cancellationToken);
        List<Opinion>? opinions = complete ? await OpinionsAsync(db, file.Id, cancellationToken) : null;
        return View(file, score, mine, opinions);
    }

    private static Task<ShownScore> ScoreAsync(FaceMatchDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.Candidates.Where(candidate => candidate.Id == id)
            .Select(candidate => new ShownScore(candidate.Cosine, candidate.Fmr, candidate.Band)).SingleAsync(cancellationToken);

    private static Task<List<Opinion>> OpinionsAsync(FaceMatchDbContext db, Guid id, CancellationToken cancellationToken) =>
        db.Opinions.AsNoTracking().Where(opinion => opinion.CandidateId == id).OrderBy(opinion => opinion.GivenAt).ToListAsync(cancellationToken);

    private static ReviewCandidateView View(CandidateFile file, ShownScore? score, Opinion? mine, List<Opinion>? opinions) => new(
        file.Id.ToString(), file.Alert is null ? "search" : "alert", file.Alert?.AlertId.ToString(), file.Search?.SearchId.ToString(),
        file.ProposedAt, file.State.ToWire(), file.SubjectId.ToString(), file.ReferenceNumber, file.Category.ToWire(), file.ImageId.ToString(),
        file.Reference?.Box ?? default, file.ProbeBox, score?.Cosine, score?.Fmr, score?.Band.ToWire(),
        mine is null ? null : OpinionForm.View(mine), opinions is null ? null : [.. opinions.Select(OpinionForm.View)],
        file.State == ReviewState.Lead ? ReviewStates.LeadLabel : null);

    /// <summary>An order of its own for each reviewer, the same at every look, that no score has a part in.</summary>
    private static UInt128 Shuffled(Guid candidate, Guid reviewer) => Bits(candidate) ^ Bits(reviewer);

    private static UInt128 Bits(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);

        // The random half first: the other begins with the time, which is the same for all candidates of a search.
        return new UInt128(BitConverter.ToUInt64(bytes[8..]), BitConverter.ToUInt64(bytes));
    }

    private sealed record ShownScore(float Cosine, double Fmr, ScoreBand Band);
}
