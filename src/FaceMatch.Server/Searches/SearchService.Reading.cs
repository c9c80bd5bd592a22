using FaceMatch.Core.Accounts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Searches;

/// <summary>Looking at searches that were made. Every look is written to the ledger.</summary>
public sealed partial class SearchService
{
    private const int LongestPage = 200;

    public async Task<SearchView> GetAsync(Actor actor, Guid searchId, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        ProbeSearch search = await db.SearchesFor(actor).AsNoTracking().Include(search => search.Candidates)
            .SingleOrDefaultAsync(search => search.Id == searchId, cancellationToken) ?? throw Refuse.NotFound("search", searchId);
        CheckMaySee(actor, search);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "search.viewed", $"search/{searchId}"));
        return SearchViews.Of(search);
    }

    public async Task<Page<SearchListItem>> ListOwnAsync(Actor actor, string? after, int limit, CancellationToken cancellationToken)
    {
        actor.Require(Role.Investigator);
        int take = Math.Clamp(limit, 1, LongestPage);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<ProbeSearch> own = db.Searches.AsNoTracking().Where(search => search.SearchedBy == actor.AccountId);
        if (after is not null)
        {
            Guid last = EntityId.Parse("search", after);
            DateTimeOffset at = await own.Where(search => search.Id == last).Select(search => search.CreatedAt).SingleOrDefaultAsync(cancellationToken);
            own = own.Where(search => search.CreatedAt < at || (search.CreatedAt == at && search.Id.CompareTo(last) < 0));
        }

        var rows = await own.OrderByDescending(search => search.CreatedAt).ThenByDescending(search => search.Id).Take(take + 1)
            .Select(search => new { search.Id, search.CreatedAt, search.CaseReference, search.Faces, Candidates = search.Candidates.Count })
            .ToListAsync(cancellationToken);
        SearchListItem[] items = [.. rows.Take(take).Select(row =>
            new SearchListItem(row.Id.ToString(), row.CreatedAt, row.CaseReference, row.Faces.Count, row.Candidates))];
        return new Page<SearchListItem>(items, rows.Count > take ? items[^1].SearchId : null);
    }

    public async Task<StoredPicture> OpenProbeAsync(Actor actor, Guid searchId, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        ProbeSearch search = await db.SearchesFor(actor).AsNoTracking().SingleOrDefaultAsync(search => search.Id == searchId, cancellationToken)
            ?? throw Refuse.NotFound("search", searchId);
        CheckMaySee(actor, search);
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(actor, "search.probe-viewed", $"search/{searchId}"));
        return await pictures.OpenAsync(search.ProbeHash, cancellationToken);
    }

    /// <summary>
    /// The searcher, investigators of the unit, and auditors. Not somebody who may still be asked to judge the candidates:
    /// scores and ranks stay hidden from reviewers, and there is no second way to them (oversight rule 3).
    /// </summary>
    private static void CheckMaySee(Actor actor, ProbeSearch search)
    {
        if (search.SearchedBy == actor.AccountId) return;
        if (!actor.HasAny(Role.Investigator, Role.Auditor)) throw Refuse.NotFound("search", search.Id);
        if (actor.HasAny(Role.Reviewer, Role.SeniorReviewer))
        {
            throw new RefusalException(
                RefusalKind.Forbidden, "reviewer-blind",
                "This account may judge the candidates of this search, so it must not see their scores and ranks. Open them in the review queue.");
        }
    }
}
