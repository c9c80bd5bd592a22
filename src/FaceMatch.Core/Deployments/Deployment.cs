using FaceMatch.Core.Refusals;

namespace FaceMatch.Core.Deployments;

public enum DeploymentState
{
    Requested,
    Approved,
    Stopped,

    /// <summary>By itself, at the ceiling of false alerts. It does not go on: a stricter one is requested anew.</summary>
    Suspended,
}

/// <summary>
/// A live use of the system: cameras, area, time window, watchlists, threshold, approved by an authorising officer
/// (oversight rule 8). Live only while approved and inside its window.
/// </summary>
public sealed class Deployment
{
    private Deployment()
    {
    }

    public Deployment(
        string purpose, string area, string impactAssessment, DateTimeOffset startsAt, DateTimeOffset endsAt,
        IEnumerable<Guid> cameras, IEnumerable<Guid> watchlists, DeploymentThreshold threshold, string unit, Guid by, DateTimeOffset at)
    {
        Id = Guid.CreateVersion7(at);
        Purpose = purpose;
        Area = area;
        ImpactAssessment = impactAssessment;
        StartsAt = startsAt;
        EndsAt = endsAt;
        CameraIds = [.. cameras];
        WatchlistIds = [.. watchlists];
        Threshold = threshold;
        Unit = unit;
        RequestedBy = by;
        RequestedAt = at;
    }

    public Guid Id { get; private set; }

    public string Purpose { get; private set; } = "";

    public string Area { get; private set; } = "";

    public string ImpactAssessment { get; private set; } = "";

    public DateTimeOffset StartsAt { get; private set; }

    public DateTimeOffset EndsAt { get; private set; }

    public List<Guid> CameraIds { get; private set; } = [];

    public List<Guid> WatchlistIds { get; private set; } = [];

    public DeploymentThreshold Threshold { get; private set; } = new(0, 0, "", null);

    public string Unit { get; private set; } = "";

    public DeploymentState State { get; private set; }

    public Guid RequestedBy { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }

    public Guid? ApprovedBy { get; private set; }

    public DateTimeOffset? ApprovedAt { get; private set; }

    public Guid? StoppedBy { get; private set; }

    /// <summary>Or suspended.</summary>
    public DateTimeOffset? StoppedAt { get; private set; }

    /// <summary>Passages of faces that were good enough to be compared, on all its cameras.</summary>
    public long FacesCompared { get; private set; }

    public bool IsLive(DateTimeOffset at) => State == DeploymentState.Approved && at >= StartsAt && at < EndsAt;

    public void Approve(Guid by, DateTimeOffset at)
    {
        if (State != DeploymentState.Requested)
            throw new RefusalException(RefusalKind.Conflict, "not-requested", "Only a requested deployment can be approved; look at its state.");
        if (by == RequestedBy) throw Refuse.SamePerson("Approving a deployment");
        if (at >= EndsAt)
            throw new RefusalException(RefusalKind.Conflict, "window-over", "The deployment's window is over; request a new one.");
        State = DeploymentState.Approved;
        ApprovedBy = by;
        ApprovedAt = at;
    }

    /// <summary>Stopping needs one person only, at any time.</summary>
    public void Stop(Guid by, DateTimeOffset at)
    {
        if (State == DeploymentState.Stopped) return;
        State = DeploymentState.Stopped;
        StoppedBy = by;
        StoppedAt ??= at;
    }

    /// <summary>At the ceiling of false alerts (oversight rule 13). Nobody does it: <see cref="StoppedBy"/> stays empty.</summary>
    public void Suspend(DateTimeOffset at)
    {
        if (State != DeploymentState.Approved) return;
        State = DeploymentState.Suspended;
        StoppedAt = at;
    }
}

/// <param name="Fmr">The false match rate in force.</param>
/// <param name="Cosine">Where the calibration puts it.</param>
/// <param name="Calibration">Id of that calibration.</param>
/// <param name="FalseAlertsPerDay">What was asked for, when it was asked in that form.</param>
public sealed record DeploymentThreshold(double Fmr, float Cosine, string Calibration, double? FalseAlertsPerDay);
