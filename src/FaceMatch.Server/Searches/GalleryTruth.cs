using FaceMatch.Core.Galleries;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Searches;

/// <summary>What the truth says of a neighbour at this moment.</summary>
/// <param name="Unit">That keeps the subject.</param>
/// <param name="WatchlistIds">The lists that the subject is on, of those that there are for whoever asks.</param>
internal sealed record SubjectInForce(
    long TemplateId, Guid SubjectId, Guid ImageId, string ReferenceNumber, string Unit, List<Guid> WatchlistIds)
{
    /// <param name="marks">As in <see cref="GalleryQuery.Watchlists"/>.</param>
    public bool HasOneOf(IReadOnlyList<Guid> marks) => WatchlistIds.Any(marks.Contains) || marks.Contains(UnitLabel.Of(Unit));

    public ShownSubject ToShown() => new(SubjectId, ImageId, ReferenceNumber, WatchlistIds);
}

/// <summary>
/// Asks the truth again about what the gallery answered: the gallery is a cache, and nobody is proposed whose enrolment
/// has ended in between (oversight rule 5).
/// </summary>
internal static class GalleryTruth
{
    /// <summary>Of the neighbours given, those still in force and on one of the lists, by template id.</summary>
    /// <param name="seen">The lists that there are for whoever asks.</param>
    /// <param name="marks">As they were searched for; null is everybody.</param>
    public static async Task<Dictionary<long, SubjectInForce>> InForceAsync(
        FaceMatchDbContext db, IQueryable<Watchlist> seen, IEnumerable<Neighbour> neighbours, IReadOnlyList<Guid>? marks, DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        long[] templates = [.. neighbours.Select(neighbour => neighbour.ImageTemplateId).Distinct()];
        List<SubjectInForce> known = await (
            from template in db.Templates
            join subject in db.Subjects on template.SubjectId equals subject.Id
            where templates.Contains(template.Id) && subject.State == SubjectState.Approved && subject.ExpiresAt > now
            select new SubjectInForce(
                template.Id, subject.Id, template.ImageId, subject.ReferenceNumber, subject.Unit,
                db.WatchlistEntries.Where(entry => entry.SubjectId == subject.Id && seen.Any(list => list.Id == entry.WatchlistId))
                    .Select(entry => entry.WatchlistId).ToList()))
            .ToListAsync(cancellationToken);
        return known
            .Where(subject => marks is null || subject.HasOneOf(marks))
            .ToDictionary(subject => subject.TemplateId);
    }

    /// <summary>The version of each list, by its id.</summary>
    /// <param name="seen">The lists that there are for whoever asks.</param>
    /// <param name="watchlists">Null is all of them.</param>
    /// <exception cref="RefusalException">Code <c>unknown-watchlist</c>.</exception>
    public static async Task<Dictionary<Guid, long>> VersionsAsync(
        IQueryable<Watchlist> seen, IReadOnlyList<Guid>? watchlists, CancellationToken cancellationToken)
    {
        IQueryable<Watchlist> lists = watchlists is null ? seen : seen.Where(list => watchlists.Contains(list.Id));
        Dictionary<Guid, long> versions = await lists.ToDictionaryAsync(list => list.Id, list => list.Version, cancellationToken);
        return watchlists is null || versions.Count == watchlists.Count
            ? versions
            : throw new RefusalException(
                RefusalKind.Unacceptable, "unknown-watchlist",
                $"There is no watchlist {watchlists.First(list => !versions.ContainsKey(list))}. List the watchlists and take an id from there.");
    }

    public static IEnumerable<WatchlistVersion> ToList(Dictionary<Guid, long> versions) =>
        versions.Select(list => new WatchlistVersion(list.Key, list.Value)).OrderBy(list => list.WatchlistId);
}
