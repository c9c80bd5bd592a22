using FaceMatch.Core.Accounts;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Images;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Watchlists;
using FaceMatch.Pipeline;
using FaceMatch.Server.Access;
using FaceMatch.Server.Deployments;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Images;
using FaceMatch.Server.Scores;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Searches;

/// <summary>Probe searches: asked with a case, answered with candidates, kept as they were asked and answered.</summary>
public sealed partial class SearchService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, ProbePipeline probes, StillAnalyser stills, ScoreScale scores,
    IImageVault vault, PictureStore pictures, TimeProvider time) : ISearchService
{
    public async Task<SearchView> SearchAsync(Actor actor, SearchRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Investigator);
        SearchTerms terms = SearchRules.Check(request);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.RequireNotStoppedAsync(cancellationToken);
        IQueryable<Watchlist> seen = db.WatchlistsFor(actor);
        Dictionary<Guid, long> versions = await GalleryTruth.VersionsAsync(seen, terms.Watchlists, cancellationToken);
        IReadOnlyList<Guid>? marks = terms.Watchlists ?? await db.GallerySeenFromAsync(actor.SeesFrom, cancellationToken);

        ProbeAnswer answer = await probes.SearchAsync(request.Image, terms.FaceIndex, marks, terms.Limit, cancellationToken);
        if (answer.Faces.Count == 0) throw NoFace();
        // It may have waited for its turn: what was stopped meanwhile is neither kept nor shown.
        await db.RequireNotStoppedAsync(cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        Dictionary<long, SubjectInForce> truth = await GalleryTruth.InForceAsync(
            db, seen, answer.Faces.SelectMany(face => face.Answer.Neighbours), marks, now, cancellationToken);

        string probeHash = await vault.StoreAsync(request.Image, cancellationToken);
        ProbeSearch search = new(
            Guid.CreateVersion7(now), actor.AccountId, actor.Unit, terms.CaseReference, terms.LegalReference, terms.Justification,
            probeHash, answer.Frame, probes.Models, now);
        search.Answer(
            answer.Faces[0].Answer.GalleryVersion, CoverageOf.All([.. answer.Faces.Select(face => face.Answer)]), terms.Watchlists ?? [],
            GalleryTruth.ToList(versions), answer.Faces.Select(face => new ProbeFace(face.FaceIndex, face.Box, face.Landmarks, face.Quality)));
        search.Candidates.AddRange(answer.Faces.SelectMany(face => Propose(search.Id, face, truth, now)));

        db.Searches.Add(search);
        await ledger.SaveAsync(db, cancellationToken, Record(actor, search, versions));
        return SearchViews.Of(search);
    }

    public async Task<FacesPreview> PreviewAsync(Actor actor, ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        actor.Require(Role.Investigator);
        LocatedFaces located = await stills.LocateAsync(image, cancellationToken);
        return new FacesPreview(
            located.Frame,
            [.. located.Faces.Select(face => new FoundFace(face.Index, face.Detection.Box, face.Landmarks, face.Quality))]);
    }

    internal static RefusalException NoFace() =>
        new(RefusalKind.Unacceptable, "no-face", "No face was found in the picture. Send one that shows the face larger, sharper or more from the front.");

    private IEnumerable<Candidate> Propose(
        Guid searchId, ProbeFaceAnswer face, Dictionary<long, SubjectInForce> truth, DateTimeOffset now)
    {
        int rank = 0;
        foreach (Neighbour neighbour in face.Answer.Neighbours)
        {
            if (!truth.TryGetValue(neighbour.ImageTemplateId, out SubjectInForce? subject)) continue;
            Score score = scores.Of(neighbour.Cosine);
            yield return new Candidate(
                searchId, alertId: null, face.FaceIndex, ++rank, subject.ToShown(), score.Cosine, score.Fmr, score.Band, now);
        }
    }

    /// <summary>Who, why, with which input, lists and models, and the candidates as shown (oversight rule 21).</summary>
    private static LedgerRecord Record(Actor actor, ProbeSearch search, Dictionary<Guid, long> versions) =>
        LedgerRecord.By(actor, "search.created", $"search/{search.Id}", LedgerDetail.Of(new
        {
            search.CaseReference,
            search.LegalReference,
            search.Justification,
            search.ProbeHash,
            search.Models,
            search.GalleryVersion,
            watchlists = versions,
            search.Coverage,
            candidates = search.Candidates.Select(candidate => new
            {
                candidate.Id,
                candidate.FaceIndex,
                candidate.Rank,
                candidate.SubjectId,
                candidate.ImageId,
                candidate.Cosine,
                candidate.Fmr,
            }),
        }));
}
