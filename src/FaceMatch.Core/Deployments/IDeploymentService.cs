using FaceMatch.Core.Accounts;

namespace FaceMatch.Core.Deployments;

/// <summary>One of the two.</summary>
public sealed record ThresholdRequest(double? Fmr, double? FalseAlertsPerDay);

public sealed record CreateDeploymentRequest(
    string? Purpose, IReadOnlyList<string>? CameraIds, IReadOnlyList<string>? WatchlistIds, DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt, ThresholdRequest? Threshold, string? Area, string? ImpactAssessment);

/// <param name="ExpectedFalseAlertsPerDay">At the threshold that was set: passages a day x subjects on the lists x FMR.</param>
public sealed record CreatedDeployment(string Id, string State, double ExpectedFalseAlertsPerDay, TrafficView TrafficSource);

/// <summary>Where the passages a day come from.</summary>
/// <param name="PassagesPerDay">Of all its cameras together.</param>
/// <param name="MeasuredCameras">How many of them were watched long enough to be counted on.</param>
/// <param name="AssumedCameras">How many are assumed to see <c>20,000</c>.</param>
public sealed record TrafficView(double PassagesPerDay, int MeasuredCameras, int AssumedCameras, IReadOnlyList<CameraTrafficView> Cameras);

/// <param name="Source"><c>measured</c> or <c>assumed</c>.</param>
/// <param name="HoursWatched">In the last 28 days; measured from 8 on.</param>
public sealed record CameraTrafficView(string CameraId, string Source, double PassagesPerDay, double HoursWatched);

public sealed record ThresholdView(double Fmr, float Cosine, string Calibration, double? FalseAlertsPerDay);

/// <param name="Live">Approved, inside its window, and not everything is stopped by order.</param>
/// <param name="ExpectedFalseAlertsPerDay">At the threshold in force, by today's lists and traffic. Null when the deployment is over.</param>
/// <param name="TrafficSource">What that was worked out from.</param>
public sealed record DeploymentView(
    string Id, string Purpose, string Area, string ImpactAssessment, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    IReadOnlyList<string> CameraIds, IReadOnlyList<string> WatchlistIds, ThresholdView Threshold, string Unit, string State, bool Live,
    string RequestedBy, string? ApprovedBy, double? ExpectedFalseAlertsPerDay, TrafficView? TrafficSource, FalseAlertsView? FalseAlerts = null);

/// <summary>What the ceiling of false alerts is held against (oversight rule 13).</summary>
/// <param name="Alerts">Judged to show somebody else.</param>
/// <param name="FacesCompared">A minute behind the cameras at most.</param>
/// <param name="Ceiling">Alerts for each face; above it, from two alerts on, the deployment suspends itself.</param>
public sealed record FalseAlertsView(int Alerts, long FacesCompared, double Ceiling);

public interface IDeploymentService
{
    Task<CreatedDeployment> CreateAsync(Actor actor, CreateDeploymentRequest request, CancellationToken cancellationToken);

    Task<DeploymentView> ApproveAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken);

    Task<DeploymentView> StopAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken);

    Task<IReadOnlyList<DeploymentView>> ListAsync(Actor actor, CancellationToken cancellationToken);
}
