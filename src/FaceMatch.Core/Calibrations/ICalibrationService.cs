using FaceMatch.Core.Accounts;

namespace FaceMatch.Core.Calibrations;

/// <param name="Sha256">Of the file as the approver read it, lower-case hexadecimal.</param>
public sealed record ApproveCalibrationRequest(string? Sha256);

/// <param name="Id">Of the calibration in use.</param>
/// <param name="Sha256">Of its file, lower-case hexadecimal: what an approval is bound to.</param>
/// <param name="State"><c>shipped</c> with this version of the program, <c>approved</c> by an account here, or <c>unapproved</c>.</param>
/// <param name="ExtrapolatedBelow">False match rates under this were not measured.</param>
/// <param name="ApprovedBy">The account; null where there is none.</param>
/// <param name="LedgerSequence">Of the entry that is the approval.</param>
public sealed record CalibrationView(
    string Id, string Sha256, string State, string Pack, string Embedder, string Source, int People, int Images, long Comparisons,
    long GenuineComparisons, int LargestGallery, double ExtrapolatedBelow, string? ApprovedBy, DateTimeOffset? ApprovedAt,
    long? LedgerSequence, IReadOnlyList<CalibrationPoint> Points);

public interface ICalibrationService
{
    /// <summary>The calibration in use.</summary>
    Task<CalibrationView> GetAsync(Actor actor, CancellationToken cancellationToken);

    /// <summary>Signs for the calibration in use, by its content.</summary>
    Task<CalibrationView> ApproveAsync(Actor actor, string id, ApproveCalibrationRequest request, CancellationToken cancellationToken);
}
