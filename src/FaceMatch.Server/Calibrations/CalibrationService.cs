using FaceMatch.Core.Accounts;
using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Calibrations;

/// <summary>
/// Who answers for what scores mean here. The approval is the ledger's entry itself: it names the account, the moment and the
/// SHA-256 of the file, is chained to all others, and no longer counts as soon as the file is another.
/// </summary>
public sealed class CalibrationService(
    ActiveCalibration active, IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger) : ICalibrationService
{
    private const string Approved = "calibration.approved";

    public async Task<CalibrationView> GetAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(
            Role.Investigator, Role.Reviewer, Role.SeniorReviewer, Role.WatchlistOfficer, Role.Approver, Role.Auditor, Role.Administrator);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return View(await ApprovalAsync(db, cancellationToken));
    }

    public async Task<CalibrationView> ApproveAsync(
        Actor actor, string id, ApproveCalibrationRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Approver);
        if (!string.Equals(id, active.Calibration.Id, StringComparison.Ordinal))
            throw new RefusalException(
                RefusalKind.NotFound, "not-found", $"There is no calibration of this id in use; the one in use is {active.Calibration.Id}.");
        new FieldFaults().When(string.IsNullOrWhiteSpace(request.Sha256), "sha256", "is missing: give the SHA-256 of the file that was looked at").ThrowIfAny();
        if (!string.Equals(request.Sha256, active.Sha256, StringComparison.OrdinalIgnoreCase))
            throw new RefusalException(
                RefusalKind.Conflict, "calibration-changed",
                $"The file in use has the SHA-256 {active.Sha256}, not the one given: it is another than was looked at. Look at it again.");

        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await ApprovalAsync(db, cancellationToken) is { } before) return View(before);
        CalibrationProvenance provenance = active.Calibration.Provenance;
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(
            actor, Approved, Target, LedgerDetail.Of(new { active.Sha256, provenance, active.Calibration.LowestMeasuredRate })));
        return View(await ApprovalAsync(db, cancellationToken));
    }

    /// <summary>Nobody is alerted on by scores that nobody answers for (oversight rule 14).</summary>
    /// <exception cref="RefusalException"><c>calibration-not-approved</c></exception>
    public async Task RequireApprovedAsync(FaceMatchDbContext db, CancellationToken cancellationToken)
    {
        if (active.IsShipped || await ApprovalAsync(db, cancellationToken) is not null) return;
        throw new RefusalException(
            RefusalKind.Conflict, "calibration-not-approved",
            $"Calibration {active.Calibration.Id} was not shipped with this program and nobody approved it here. Look at it with GET "
            + $"{ApiPaths.Base}/calibrations, then approve it with POST {ApiPaths.Base}/calibrations/{active.Calibration.Id}/approval.");
    }

    private string Target => $"calibration/{active.Sha256}";

    private Task<LedgerEntry?> ApprovalAsync(FaceMatchDbContext db, CancellationToken cancellationToken) =>
        db.LedgerEntries.AsNoTracking()
            .Where(entry => entry.Target == Target && entry.Action == Approved)
            .OrderBy(entry => entry.Sequence)
            .FirstOrDefaultAsync(cancellationToken);

    private CalibrationView View(LedgerEntry? approval)
    {
        Calibration calibration = active.Calibration;
        CalibrationProvenance from = calibration.Provenance;
        return new CalibrationView(
            calibration.Id, active.Sha256, approval is not null ? "approved" : active.IsShipped ? "shipped" : "unapproved", from.Pack,
            from.Embedder, from.Source, from.People, from.Images, from.Comparisons, from.GenuineComparisons, from.LargestGallery,
            calibration.LowestMeasuredRate, approval?.ActorId.ToString(), approval?.At, approval?.Sequence, calibration.Points);
    }
}
