using FaceMatch.Core.Accounts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.Core.Alerts;

/// <summary>A live candidate above its deployment's threshold: one for each track and subject.</summary>
public sealed partial class Alert
{
    private Alert()
    {
    }

    public Alert(
        Guid deploymentId, Guid cameraId, DateTimeOffset seenAt, string shotHash, Box shotBox, FrameSize shotFrame, FaceQuality quality,
        SearchedGallery searchedOn, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        DeploymentId = deploymentId;
        CameraId = cameraId;
        SeenAt = seenAt;
        RaisedAt = at;
        ShotHash = shotHash;
        ShotBox = shotBox;
        ShotWidth = shotFrame.Width;
        ShotHeight = shotFrame.Height;
        Quality = quality;
        SearchedOn = searchedOn;
    }

    public Guid Id { get; private set; }

    /// <summary>Order of arrival, the cursor of the API.</summary>
    public long Sequence { get; private set; }

    public Guid DeploymentId { get; private set; }

    public Guid CameraId { get; private set; }

    /// <summary>When the camera captured the best shot.</summary>
    public DateTimeOffset SeenAt { get; private set; }

    public DateTimeOffset RaisedAt { get; private set; }

    /// <summary>The best shot, a crop around the face, in the vault.</summary>
    public string ShotHash { get; private set; } = "";

    /// <summary>The face inside the crop.</summary>
    public Box ShotBox { get; private set; }

    public int ShotWidth { get; private set; }

    public int ShotHeight { get; private set; }

    public FaceQuality Quality { get; private set; } = new(0, 0, 0, 0, 0, 0, []);

    /// <summary>Null for an alert from before this was kept.</summary>
    public SearchedGallery? SearchedOn { get; private set; }

    public Candidate Candidate { get; private set; } = null!;

    public void Propose(Candidate candidate) => Candidate = candidate;
}

/// <summary>What an alert rests on: which gallery was searched, how much of it answered, by which models, above which score.</summary>
/// <param name="GalleryVersion">As <see cref="GalleryAnswer.GalleryVersion"/>.</param>
/// <param name="Watchlists">The deployment's lists, in order, as they were when the alert was raised.</param>
/// <param name="ThresholdCosine">What the camera was told to alert from, -1 to 1.</param>
/// <param name="ThresholdFmr">False match rate at that score by the calibration of the models, 0 to 1.</param>
public sealed record SearchedGallery(
    string GalleryVersion, IReadOnlyList<WatchlistVersion> Watchlists, Coverage Coverage, ModelIdentity Models, float ThresholdCosine, double ThresholdFmr);

/// <summary>What the pipeline hands over when a track's evidence passes the threshold.</summary>
/// <param name="ShotJpeg">Crop around the face.</param>
/// <param name="ThresholdCosine">What it passed, -1 to 1.</param>
public sealed record AlertProposal(
    Guid CameraId, Guid DeploymentId, DateTimeOffset SeenAt, Guid SubjectId, long TemplateId, float Cosine,
    byte[] ShotJpeg, Box ShotBox, FrameSize ShotFrame, FaceQuality Quality, string GalleryVersion, Coverage Coverage,
    ModelIdentity Models, float ThresholdCosine);

public interface IAlertSink
{
    /// <summary>Keeps and publishes the alert, unless the deployment or the subject is no longer in force.</summary>
    Task<bool> RaiseAsync(AlertProposal proposal, CancellationToken cancellationToken);
}

/// <param name="Cosine">Shown to those who do not judge it; hidden from reviewers until they have.</param>
/// <param name="HeldAt">Since when it is kept as evidence, beyond its retention; null where it is not.</param>
public sealed record AlertView(
    string Id, string Cursor, DateTimeOffset SeenAt, DateTimeOffset RaisedAt, string DeploymentId, string CameraId, string CameraName,
    string Zone, string CandidateId, string SubjectId, string ReferenceNumber, string Category, IReadOnlyList<string> WatchlistIds,
    string ImageId, Box ShotBox, FrameSize ShotFrame, float? Cosine, double? Fmr, string? Band, string State, DateTimeOffset? HeldAt = null);

public interface IAlertService
{
    /// <summary>Newest last; <paramref name="after"/> is a cursor.</summary>
    Task<Page<AlertView>> ListAsync(Actor actor, string? after, string? state, int limit, CancellationToken cancellationToken);

    /// <summary>The newest alerts, newest first, for a page that opens.</summary>
    Task<IReadOnlyList<AlertView>> LatestAsync(Actor actor, int limit, CancellationToken cancellationToken);

    /// <summary>Alerts as they come, after a cursor or from now on. Ends with the token.</summary>
    IAsyncEnumerable<AlertView> StreamAsync(Actor actor, string? after, CancellationToken cancellationToken);

    Task<StoredPicture> OpenShotAsync(Actor actor, Guid alertId, CancellationToken cancellationToken);

    /// <summary>Keeps an alert as evidence beyond its retention, for a reason (oversight rule 11).</summary>
    Task HoldAsync(Actor actor, Guid alertId, string? reason, CancellationToken cancellationToken);

    /// <summary>Ends that, for a reason: what is beyond its retention then goes within minutes.</summary>
    Task ReleaseAsync(Actor actor, Guid alertId, string? reason, CancellationToken cancellationToken);
}
