using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Reviews;
using FaceMatch.Server.Scores;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Alerts;

/// <summary>An alert as one reader may see it.</summary>
/// <param name="Cosine">Null where the reader may be asked to judge and has not yet (oversight rule 3).</param>
internal sealed record AlertRow(
    long Sequence, Guid Id, DateTimeOffset SeenAt, DateTimeOffset RaisedAt, Guid DeploymentId, Guid CameraId, string CameraName, string Zone,
    Guid CandidateId, Guid SubjectId, string ReferenceNumber, SubjectCategory Category, List<Guid>? WatchlistIds, Guid ImageId, Box ShotBox,
    int ShotWidth, int ShotHeight, float? Cosine, double? Fmr, ScoreBand? Band, ReviewState State, DateTimeOffset? HeldAt)
{
    public AlertView ToView() => new(
        Id.ToString(), AlertCursor.Write(Sequence), SeenAt, RaisedAt, DeploymentId.ToString(), CameraId.ToString(), CameraName, Zone,
        CandidateId.ToString(), SubjectId.ToString(), ReferenceNumber, Category.ToWire(), [.. (WatchlistIds ?? []).Select(list => list.ToString())],
        ImageId.ToString(), ShotBox, new FrameSize(ShotWidth, ShotHeight), Cosine, Fmr, Band?.ToWire(), State.ToWire(), HeldAt);
}

internal static class AlertRows
{
    /// <summary>Alerts for this reader that still have what there is to show.</summary>
    public static IQueryable<Alert> Kept(FaceMatchDbContext db, Actor actor) => db.AlertsFor(actor).Where(alert => alert.PurgedAt == null);

    /// <summary>Alerts for this reader: a score that is hidden from it never leaves the database.</summary>
    public static IQueryable<AlertRow> For(FaceMatchDbContext db, Actor actor, IQueryable<Alert> alerts)
    {
        bool judges = actor.HasAny(Role.Reviewer, Role.SeniorReviewer);
        Guid reader = actor.AccountId;
        return from alert in alerts.AsNoTracking()
               join camera in db.Cameras on alert.CameraId equals camera.Id
               join subject in db.Subjects on alert.Candidate.SubjectId equals subject.Id
               let open = !judges || db.Opinions.Any(opinion => opinion.CandidateId == alert.Candidate.Id && opinion.ReviewerId == reader)
               select new AlertRow(
                   alert.Sequence, alert.Id, alert.SeenAt, alert.RaisedAt, alert.DeploymentId, alert.CameraId, camera.Name, camera.Zone,
                   alert.Candidate.Id, subject.Id, alert.Candidate.ReferenceNumber, subject.Category, alert.Candidate.WatchlistIds,
                   alert.Candidate.ImageId, alert.ShotBox, alert.ShotWidth, alert.ShotHeight,
                   open ? alert.Candidate.Cosine : null, open ? alert.Candidate.Fmr : null, open ? alert.Candidate.Band : null,
                   alert.Candidate.State, alert.HeldAt);
    }
}
