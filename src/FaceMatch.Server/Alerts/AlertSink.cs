using FaceMatch.Core.Alerts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Images;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Searches;
using FaceMatch.Server.Access;
using FaceMatch.Server.Deployments;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Scores;
using FaceMatch.Server.Searches;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Alerts;

/// <summary>
/// The last look before a proposal becomes an alert: the deployment must be live and the subject in force at this moment,
/// by the truth and not by what the camera was told. A proposal that is turned down leaves nothing behind.
/// </summary>
public sealed class AlertSink(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, IImageVault vault, ScoreScale scores, RecognitionPolicy policy,
    AlertFeed feed, IWatchPermit permit, TimeProvider time) : IAlertSink
{
    /// <summary>The name under which a camera's own acts stand in the ledger; its account id is the camera's.</summary>
    private const string CameraActor = "camera";

    public async Task<bool> RaiseAsync(AlertProposal proposal, CancellationToken cancellationToken)
    {
        // What this node saw before it was paused is seen by another now.
        if (!permit.Holds) return false;
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await InForceAsync(db, proposal, now, cancellationToken) is not var (deployment, subject)) return false;

        Dictionary<Guid, long> versions = await GalleryTruth.VersionsAsync(db.Watchlists, deployment.WatchlistIds, cancellationToken);
        SearchedGallery searchedOn = new(
            proposal.GalleryVersion, [.. GalleryTruth.ToList(versions)], proposal.Coverage, proposal.Models, proposal.ThresholdCosine,
            scores.Of(proposal.ThresholdCosine).Fmr);
        string shotHash = await vault.StoreAsync(proposal.ShotJpeg, cancellationToken);
        Alert alert = new(
            proposal.DeploymentId, proposal.CameraId, proposal.SeenAt, shotHash, proposal.ShotBox, proposal.ShotFrame, proposal.Quality, searchedOn, now);
        Score score = scores.Of(proposal.Cosine);
        alert.Propose(new Candidate(
            searchId: null, alert.Id, faceIndex: 0, rank: 1, subject.ToShown(), score.Cosine, score.Fmr, score.Band, now));
        db.Alerts.Add(alert);
        await ledger.SaveAsync(db, cancellationToken, Record(alert, versions));
        feed.Wake();
        return true;
    }

    private async Task<(Deployment Deployment, SubjectInForce Subject)?> InForceAsync(
        FaceMatchDbContext db, AlertProposal proposal, DateTimeOffset now, CancellationToken cancellationToken)
    {
        Deployment? deployment = await db.Deployments.AsNoTracking()
            .SingleOrDefaultAsync(deployment => deployment.Id == proposal.DeploymentId, cancellationToken);
        if (deployment?.IsLive(now) != true || !deployment.CameraIds.Contains(proposal.CameraId)) return null;
        if (await db.IsStoppedAsync(proposal.CameraId, cancellationToken)) return null;

        // The camera keeps a cooldown too, but forgets it when it restarts.
        DateTimeOffset quietSince = now - policy.AlertCooldown;
        bool repeated = await db.Alerts.AnyAsync(
            alert => alert.CameraId == proposal.CameraId && alert.DeploymentId == proposal.DeploymentId
                && alert.RaisedAt > quietSince && alert.Candidate.SubjectId == proposal.SubjectId,
            cancellationToken);
        if (repeated) return null;

        Neighbour neighbour = new(proposal.SubjectId, proposal.TemplateId, proposal.Cosine);
        Dictionary<long, SubjectInForce> truth =
            await GalleryTruth.InForceAsync(db, db.WatchlistsSeenFrom(deployment.Unit), [neighbour], deployment.WatchlistIds, now, cancellationToken);
        return truth.TryGetValue(neighbour.ImageTemplateId, out SubjectInForce? subject) ? (deployment, subject) : null;
    }

    private static LedgerRecord Record(Alert alert, Dictionary<Guid, long> versions) =>
        new(alert.CameraId, CameraActor, Bootstrap: false, "alert.raised", $"alert/{alert.Id}", LedgerDetail.Of(new
        {
            alert.DeploymentId,
            alert.CameraId,
            alert.SeenAt,
            alert.ShotHash,
            alert.SearchedOn!.GalleryVersion,
            watchlists = versions,
            alert.SearchedOn.Coverage,
            alert.SearchedOn.Models,
            alert.SearchedOn.ThresholdCosine,
            alert.SearchedOn.ThresholdFmr,
            candidateId = alert.Candidate.Id,
            alert.Candidate.SubjectId,
            alert.Candidate.ImageId,
            alert.Candidate.Cosine,
            alert.Candidate.Fmr,
        }));
}
