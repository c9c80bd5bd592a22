using FaceMatch.Core.Accounts;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Access;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Watchlists;

public sealed class WatchlistService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, IGallery gallery, TimeProvider time) : IWatchlistService
{
    private static readonly Role[] MaySeeLists =
        [Role.WatchlistOfficer, Role.Approver, Role.Investigator, Role.Reviewer, Role.SeniorReviewer, Role.Auditor, Role.Administrator];

    public async Task<CreatedWatchlist> CreateAsync(Actor actor, CreateWatchlistRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer);
        FieldFaults faults = new();
        faults.Text("name", request.Name, SubjectRules.LongestName, "name the list")
            .Text("purpose", request.Purpose, SubjectRules.LongestText, "say what the list is for");
        if (!SubjectCategories.TryParse(request.Category, out SubjectCategory category))
            faults.Add("category", $"must be one of {string.Join(", ", SubjectCategories.Names)}");
        faults.ThrowIfAny();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Watchlist list = new(request.Name!.Trim(), request.Purpose!.Trim(), category, actor.Unit, actor.AccountId, time.GetUtcNow());
        db.Watchlists.Add(list);
        await ledger.SaveAsync(db, cancellationToken, WatchlistRecords.Created(actor, list));
        return new CreatedWatchlist(list.Id.ToString("D"));
    }

    public async Task AddSubjectAsync(Actor actor, Guid watchlistId, Guid subjectId, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Watchlist list = await FindKeptAsync(db, actor, watchlistId, cancellationToken);
        Subject subject = await db.SubjectsFor(actor).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == subjectId, cancellationToken)
            ?? throw Refuse.NotFound("subject", subjectId);
        if (subject.State == SubjectState.Deleted)
            throw new RefusalException(RefusalKind.Conflict, "subject-deleted", "The subject was deleted; it can be on no list. Enrol it again.");
        if (subject.Category != list.Category) throw WatchlistRecords.WrongCategory(list);
        if (await db.WatchlistEntries.AnyAsync(entry => entry.WatchlistId == watchlistId && entry.SubjectId == subjectId, cancellationToken)) return;
        db.WatchlistEntries.Add(new WatchlistEntry(watchlistId, subjectId, actor.AccountId, time.GetUtcNow()));
        await ledger.SaveAsync(db, cancellationToken, WatchlistRecords.Membership(actor, "watchlist.subject-added", watchlistId, subjectId));
        await gallery.RefreshAsync([subjectId], CancellationToken.None);
    }

    public async Task RemoveSubjectAsync(Actor actor, Guid watchlistId, Guid subjectId, CancellationToken cancellationToken)
    {
        actor.Require(Role.WatchlistOfficer);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await FindKeptAsync(db, actor, watchlistId, cancellationToken);
        WatchlistEntry? entry = await db.WatchlistEntries.SingleOrDefaultAsync(
            entry => entry.WatchlistId == watchlistId && entry.SubjectId == subjectId, cancellationToken);
        if (entry is null) return;
        db.WatchlistEntries.Remove(entry);
        await ledger.SaveAsync(db, cancellationToken, WatchlistRecords.Membership(actor, "watchlist.subject-removed", watchlistId, subjectId));
        await gallery.RefreshAsync([subjectId], CancellationToken.None);
    }

    public async Task<IReadOnlyList<WatchlistView>> ListAsync(Actor actor, CancellationToken cancellationToken)
    {
        actor.Require(MaySeeLists);
        DateTimeOffset now = time.GetUtcNow();
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await db.WatchlistsFor(actor).AsNoTracking().OrderBy(list => list.Name).Select(list => new
        {
            List = list,
            Subjects = db.WatchlistEntries.Count(entry => entry.WatchlistId == list.Id),
            Searchable = db.WatchlistEntries.Count(entry => entry.WatchlistId == list.Id && db.Subjects.Any(
                subject => subject.Id == entry.SubjectId && subject.State == SubjectState.Approved && subject.ExpiresAt > now && subject.Images.Any())),
        }).ToListAsync(cancellationToken);
        return
        [
            .. rows.Select(row => new WatchlistView(
                row.List.Id.ToString("D"), row.List.Name, row.List.Purpose, row.List.Category.ToWire(), row.List.Unit, row.List.Version,
                row.Subjects, row.Searchable, row.List.CreatedAt)),
        ];
    }

    private static async Task<Watchlist> FindKeptAsync(FaceMatchDbContext db, Actor actor, Guid watchlistId, CancellationToken cancellationToken)
    {
        Watchlist list = await db.WatchlistsFor(actor).AsNoTracking().SingleOrDefaultAsync(list => list.Id == watchlistId, cancellationToken)
            ?? throw Refuse.NotFound("watchlist", watchlistId);
        actor.RequireUnit(list.Unit);
        return list;
    }
}
