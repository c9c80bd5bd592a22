using FaceMatch.Core.Accounts;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Hosting;

namespace FaceMatch.Server.Watchlists;

/// <summary>What the ledger is told about watchlists, and the refusal that imports give as well.</summary>
internal static class WatchlistRecords
{
    public static LedgerRecord Created(Actor actor, Watchlist list) =>
        LedgerRecord.By(actor, "watchlist.created", $"watchlist/{list.Id:D}", LedgerDetail.Of(new { list.Purpose, category = list.Category.ToWire() }));

    public static LedgerRecord Membership(Actor actor, string action, Guid watchlistId, Guid subjectId) =>
        LedgerRecord.By(actor, action, $"watchlist/{watchlistId:D}", LedgerDetail.Of(new { subject = subjectId }));

    public static RefusalException WrongCategory(Watchlist list) => new(
        RefusalKind.Unacceptable, "wrong-category",
        $"The list is for the category {list.Category.ToWire()}, the subject has another. Use a list of the subject's category.");
}
