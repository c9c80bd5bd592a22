using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Deployments;

/// <summary>How a deployment's threshold comes about: never a bare cosine, never looser than the floors (oversight rules 14 and 15).</summary>
public sealed class ThresholdRules(RecognitionPolicy policy, Calibration calibration, TimeProvider time)
{
    /// <param name="request">One of its two, positive: checked before.</param>
    /// <param name="gallerySize">Searchable subjects on the deployment's lists.</param>
    /// <param name="passagesPerDay">Of all cameras together.</param>
    /// <exception cref="RefusalException"><c>threshold-too-loose</c> or <c>gallery-too-large</c>.</exception>
    public DeploymentThreshold Decide(ThresholdRequest request, int gallerySize, double passagesPerDay)
    {
        RequireValid(gallerySize);
        if (request.Fmr > policy.LoosestFmr)
        {
            throw new RefusalException(
                RefusalKind.Unacceptable, "threshold-too-loose",
                FormattableString.Invariant($"A false match rate above {policy.LoosestFmr} is not allowed for live search. Ask for that or a lower one."));
        }

        double asked = request.Fmr ?? FmrFor(request.FalseAlertsPerDay!.Value, gallerySize, passagesPerDay);
        double fmr = policy.EffectiveFmr(asked, gallerySize);
        return new DeploymentThreshold(fmr, calibration.CosineAt(fmr), calibration.Id, request.FalseAlertsPerDay);
    }

    /// <summary>Whether thresholds hold for so many subjects: what they were not validated for is not searched live (oversight rule 15).</summary>
    public bool IsValidFor(int gallerySize) => gallerySize <= calibration.LargestGallery;

    /// <summary>
    /// The same of lists, asked every second: entries are counted by an index alone, and who of them is searchable only when they are
    /// too many.
    /// </summary>
    public async Task<bool> AreValidForAsync(FaceMatchDbContext db, IReadOnlyList<Guid> watchlists, CancellationToken cancellationToken) =>
        IsValidFor(await db.WatchlistEntries.CountAsync(entry => watchlists.Contains(entry.WatchlistId), cancellationToken))
        || IsValidFor(await GallerySizeAsync(db, watchlists, cancellationToken));

    /// <exception cref="RefusalException"><c>gallery-too-large</c>.</exception>
    public void RequireValid(int gallerySize)
    {
        if (IsValidFor(gallerySize)) return;
        throw new RefusalException(
            RefusalKind.Unacceptable, "gallery-too-large",
            $"The lists hold {gallerySize} subjects; thresholds of calibration {calibration.Id} are valid up to {calibration.LargestGallery}. Choose smaller lists.");
    }

    /// <summary>The threshold in force at this moment: what was approved, or stricter when the lists have grown since.</summary>
    /// <param name="gallerySize">Searchable subjects on the deployment's lists now.</param>
    public DeploymentThreshold InForce(Deployment deployment, int gallerySize)
    {
        double fmr = policy.EffectiveFmr(deployment.Threshold.Fmr, gallerySize);
        return fmr < deployment.Threshold.Fmr || calibration.Id != deployment.Threshold.Calibration
            ? deployment.Threshold with { Fmr = fmr, Cosine = calibration.CosineAt(fmr), Calibration = calibration.Id }
            : deployment.Threshold;
    }

    /// <summary>Searchable subjects on any of the lists; a subject on two of them counts once.</summary>
    public Task<int> GallerySizeAsync(FaceMatchDbContext db, IReadOnlyList<Guid> watchlists, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        return db.Subjects
            .Where(subject => subject.State == SubjectState.Approved && subject.ExpiresAt > now)
            .CountAsync(
                subject => db.WatchlistEntries.Any(entry => entry.SubjectId == subject.Id && watchlists.Contains(entry.WatchlistId)),
                cancellationToken);
    }

    /// <summary>Every passage is compared with every subject: expected false alerts are passages x subjects x FMR.</summary>
    public static double ExpectedFalseAlerts(double fmr, int gallerySize, double passagesPerDay) =>
        fmr * Comparisons(gallerySize, passagesPerDay);

    private static double FmrFor(double falseAlertsPerDay, int gallerySize, double passagesPerDay) =>
        falseAlertsPerDay / Comparisons(gallerySize, passagesPerDay);

    /// <summary>In a day. A list that is still empty is taken to hold one subject.</summary>
    private static double Comparisons(int gallerySize, double passagesPerDay) => passagesPerDay * Math.Max(1, gallerySize);
}
