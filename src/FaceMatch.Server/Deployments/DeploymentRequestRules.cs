using FaceMatch.Core.Deployments;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Deployments;

/// <summary>What a request for a deployment must say (oversight rule 8).</summary>
internal static class DeploymentRequestRules
{
    private const int LongestName = 200;
    private const int LongestPurpose = 2_000;

    /// <summary>One request, one decision, one map: more cameras are more deployments.</summary>
    private const int MostCameras = 500;

    private const int MostWatchlists = 50;

    /// <summary>A live use is approved for an occasion; whoever needs it longer asks, and is looked at, again.</summary>
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(31);

    /// <summary>Adds every fault of the request; the ids that could be read come out.</summary>
    public static void Check(
        CreateDeploymentRequest request, DateTimeOffset now, FieldFaults faults, out List<Guid> cameras, out List<Guid> watchlists)
    {
        faults
            .Text("purpose", request.Purpose, LongestPurpose, "say what the deployment is for")
            .Text("area", request.Area, LongestName, "name the place")
            .Text("impactAssessment", request.ImpactAssessment, LongestName, "give the reference of the impact assessment");
        cameras = Ids("cameraIds", request.CameraIds, MostCameras, "camera", faults);
        watchlists = Ids("watchlistIds", request.WatchlistIds, MostWatchlists, "watchlist", faults);
        CheckWindow(request, now, faults);
        CheckThreshold(request.Threshold, faults);
    }

    private static void CheckWindow(CreateDeploymentRequest request, DateTimeOffset now, FieldFaults faults) => faults
        .When(request.StartsAt is null, "startsAt", "is missing: say when the deployment begins")
        .When(request.EndsAt is null, "endsAt", "is missing: say when the deployment ends")
        .When(request.EndsAt <= request.StartsAt, "endsAt", "must be after startsAt")
        .When(request.EndsAt <= now, "endsAt", "is in the past")
        .When(request.EndsAt - request.StartsAt > LongestWindow, "endsAt", $"is more than {LongestWindow.Days} days after startsAt; ask for a shorter window");

    private static void CheckThreshold(ThresholdRequest? threshold, FieldFaults faults)
    {
        bool fmr = threshold?.Fmr is not null;
        bool alerts = threshold?.FalseAlertsPerDay is not null;
        faults
            .When(fmr == alerts, "threshold", "give one of fmr and falseAlertsPerDay")
            .When(fmr && !(threshold!.Fmr > 0 && threshold.Fmr <= 1), "threshold.fmr", "must be above 0 and at most 1")
            .When(alerts && !(threshold!.FalseAlertsPerDay > 0 && double.IsFinite(threshold.FalseAlertsPerDay.Value)), "threshold.falseAlertsPerDay", "must be above 0");
    }

    private static List<Guid> Ids(string field, IReadOnlyList<string>? texts, int most, string what, FieldFaults faults)
    {
        List<Guid> ids = [];
        foreach (string? text in texts ?? [])
        {
            if (!Guid.TryParse(text, out Guid id)) faults.Add(field, $"holds something that is not the id of a {what}");
            else if (!ids.Contains(id)) ids.Add(id);
        }

        faults
            .When(texts is not { Count: > 0 }, field, $"is missing: name at least one {what}")
            .When(ids.Count > most, field, $"names more than {most}; ask for a second deployment");
        return ids;
    }
}
