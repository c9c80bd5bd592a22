using System.Runtime.CompilerServices;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Reviews;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Images;
using FaceMatch.Server.Reviews;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Alerts;

public sealed partial class AlertService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, AlertFeed feed, PictureStore pictures, TimeProvider time) : IAlertService
{
    private const int LongestPage = 500;

    /// <summary>Alerts read at once by a stream that catches up.</summary>
    private const int CatchUp = 100;

    public async Task<Page<AlertView>> ListAsync(Actor actor, string? after, string? state, int limit, CancellationToken cancellationToken)
    {
        CheckMaySee(actor);
        long from = AlertCursor.Read(after) ?? 0;
        int take = Math.Clamp(limit, 1, LongestPage);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Alert> alerts = AlertRows.Kept(db, actor).Where(alert => alert.Sequence > from);
        if (!string.IsNullOrEmpty(state))
        {
            ReviewState wanted = ReviewStates.Parse(state);
            alerts = alerts.Where(alert => alert.Candidate.State == wanted);
        }

        List<AlertRow> rows = await AlertRows.For(db, actor, alerts.OrderBy(alert => alert.Sequence).Take(take + 1)).ToListAsync(cancellationToken);
        AlertView[] items = [.. rows.OrderBy(row => row.Sequence).Take(take).Select(row => row.ToView())];
        return new Page<AlertView>(items, rows.Count > take ? items[^1].Cursor : null);
    }

    public async Task<IReadOnlyList<AlertView>> LatestAsync(Actor actor, int limit, CancellationToken cancellationToken)
    {
        CheckMaySee(actor);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Alert> newest = AlertRows.Kept(db, actor).OrderByDescending(alert => alert.Sequence).Take(Math.Clamp(limit, 1, LongestPage));
        List<AlertRow> rows = await AlertRows.For(db, actor, newest).ToListAsync(cancellationToken);
        return [.. rows.OrderByDescending(row => row.Sequence).Select(row => row.ToView())];
    }

    public IAsyncEnumerable<AlertView> StreamAsync(Actor actor, string? after, CancellationToken cancellationToken)
    {
        // Checked here and not in the iterator: a refusal must come before the stream has begun.
        CheckMaySee(actor);
        return FollowAsync(actor, AlertCursor.Read(after), cancellationToken);
    }

    public async Task<StoredPicture> OpenShotAsync(Actor actor, Guid alertId, CancellationToken cancellationToken)
    {
        CheckMaySee(actor);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Alert alert = await FindAsync(db, actor, alertId, cancellationToken);
        if (alert.PurgedAt is not null) throw Alert.Purged();
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "alert.shot-viewed", $"alert/{alertId}"));
        return await pictures.OpenAsync(alert.ShotHash, cancellationToken);
    }

    private async IAsyncEnumerable<AlertView> FollowAsync(Actor actor, long? after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using AlertFeed.Listener listener = feed.Listen();
        long cursor = after ?? await NewestAsync(cancellationToken);
        do
        {
            List<AlertRow> rows;
            do
            {
                rows = await NextAsync(actor, cursor, cancellationToken);
                foreach (AlertRow row in rows)
                {
                    cursor = row.Sequence;
                    yield return row.ToView();
                }
            }
            while (rows.Count == CatchUp);
        }
        while (await listener.WaitAsync(cancellationToken));
    }

    private async Task<List<AlertRow>> NextAsync(Actor actor, long cursor, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Alert> next = AlertRows.Kept(db, actor).Where(alert => alert.Sequence > cursor).OrderBy(alert => alert.Sequence).Take(CatchUp);
        List<AlertRow> rows = await AlertRows.For(db, actor, next).ToListAsync(cancellationToken);
        return [.. rows.OrderBy(row => row.Sequence)];
    }

    private async Task<long> NewestAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Alerts.MaxAsync(alert => (long?)alert.Sequence, cancellationToken) ?? 0;
    }

    /// <summary>Everyone who has to do with a live use; not who runs the machine, and not the cameras (oversight rule 24).</summary>
    private static void CheckMaySee(Actor actor) => actor.Require(
        Role.Reviewer, Role.SeniorReviewer, Role.Investigator, Role.WatchlistOfficer, Role.Approver, Role.Auditor);
}
