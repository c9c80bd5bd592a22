using FaceMatch.Core.Accounts;

namespace FaceMatch.Core.Deployments;

/// <summary>One of the two.</summary>
public sealed record ThresholdRequest(double? Fmr, double? FalseAlertsPerDay);

public sealed record CreateDeploymentRequest(
    string? Purpose, IReadOnlyList<string>? CameraIds, IReadOnlyList<string>? WatchlistIds, DateTimeOffset? StartsAt,
    DateTimeOffset? EndsAt, ThresholdRequest? Threshold, string? Area, string? ImpactAssessment);

public sealed record CreatedDeployment(string Id, string State);

public sealed record ThresholdView(double Fmr, float Cosine, string Calibration, double? FalseAlertsPerDay);

public sealed record DeploymentView(
    string Id, string Purpose, string Area, string ImpactAssessment, DateTimeOffset StartsAt, DateTimeOffset EndsAt,
    IReadOnlyList<string> CameraIds, IReadOnlyList<string> WatchlistIds, ThresholdView Threshold, string Unit, string State, bool Live,
    string RequestedBy, string? ApprovedBy);

public interface IDeploymentService
{
    Task<CreatedDeployment> CreateAsync(Actor actor, CreateDeploymentRequest request, CancellationToken cancellationToken);

    Task<DeploymentView> ApproveAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken);

    Task<DeploymentView> StopAsync(Actor actor, Guid deploymentId, CancellationToken cancellationToken);

    Task<IReadOnlyList<DeploymentView>> ListAsync(Actor actor, CancellationToken cancellationToken);
}
