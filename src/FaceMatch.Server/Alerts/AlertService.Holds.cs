using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Subjects;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Alerts;

/// <summary>Evidential holds: by one of those who answer for what is kept, for a reason, and in the ledger.</summary>
public sealed partial class AlertService
{
    public Task HoldAsync(Actor actor, Guid alertId, string? reason, CancellationToken cancellationToken) =>
        ChangeHoldAsync(actor, alertId, "alert.held", reason, (alert, why) => alert.Hold(actor.AccountId, why, time.GetUtcNow()), cancellationToken);

    public Task ReleaseAsync(Actor actor, Guid alertId, string? reason, CancellationToken cancellationToken) =>
        ChangeHoldAsync(actor, alertId, "alert.released", reason, (alert, _) => alert.Release(), cancellationToken);

    private async Task ChangeHoldAsync(
        Actor actor, Guid alertId, string action, string? reason, Action<Alert, string> change, CancellationToken cancellationToken)
    {
        actor.Require(Role.SeniorReviewer, Role.Approver);
        string why = SubjectRecords.CheckReason(reason);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Alert alert = await FindAsync(db, actor, alertId, cancellationToken);
        change(alert, why);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, action, $"alert/{alertId}", LedgerDetail.Of(new { reason = why })));
    }

    private static async Task<Alert> FindAsync(FaceMatchDbContext db, Actor actor, Guid alertId, CancellationToken cancellationToken) =>
        await db.AlertsFor(actor).SingleOrDefaultAsync(alert => alert.Id == alertId, cancellationToken) ?? throw Refuse.NotFound("alert", alertId);
}
