using FaceMatch.Core.Accounts;
using FaceMatch.Core.Alerts;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Storage;
using FaceMatch.Storage.Accounts;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Access;

/// <summary>
/// What an account may know of at all: the work of its own unit, and what is the whole force's because no unit's account made it.
/// Whatever answers somebody asks through these; what is out of scope is not there. Cameras belong to the city: which unit runs one says
/// nothing of who may ask for it, and what it sees is seen by the deployment's unit alone.
/// </summary>
internal static class UnitScope
{
    public static IQueryable<AccountRow> AccountsFor(this FaceMatchDbContext db, Actor actor) =>
        Everywhere(actor) ? db.Users : db.Users.Where(account => account.Unit == actor.SeesFrom);

    /// <summary>Also those of another unit who are on a list of the whole force, for every unit to find.</summary>
    public static IQueryable<Subject> SubjectsFor(this FaceMatchDbContext db, Actor actor) => Everywhere(actor)
        ? db.Subjects
        : db.Subjects.Where(subject => subject.Unit == actor.SeesFrom || subject.Unit == Actor.WholeForce
            || db.WatchlistEntries.Any(entry => entry.SubjectId == subject.Id
                && db.Watchlists.Any(list => list.Id == entry.WatchlistId && list.Unit == Actor.WholeForce)));

    public static IQueryable<Watchlist> WatchlistsFor(this FaceMatchDbContext db, Actor actor) => db.WatchlistsSeenFrom(actor.SeesFrom);

    public static IQueryable<Watchlist> WatchlistsSeenFrom(this FaceMatchDbContext db, string unit) =>
        unit == Actor.WholeForce ? db.Watchlists : db.Watchlists.Where(list => list.Unit == unit || list.Unit == Actor.WholeForce);

    /// <summary>Who is on which of the lists that there are for the account.</summary>
    public static IQueryable<WatchlistEntry> WatchlistEntriesFor(this FaceMatchDbContext db, Actor actor) => Everywhere(actor)
        ? db.WatchlistEntries
        : db.WatchlistEntries.Where(entry => db.Watchlists.Any(
            list => list.Id == entry.WatchlistId && (list.Unit == actor.SeesFrom || list.Unit == Actor.WholeForce)));

    public static IQueryable<Import> ImportsFor(this FaceMatchDbContext db, Actor actor) =>
        Everywhere(actor) ? db.Imports : db.Imports.Where(import => import.Unit == actor.SeesFrom || import.Unit == Actor.WholeForce);

    /// <summary>Own searches also from an earlier unit.</summary>
    public static IQueryable<ProbeSearch> SearchesFor(this FaceMatchDbContext db, Actor actor) => Everywhere(actor)
        ? db.Searches
        : db.Searches.Where(search =>
            search.Unit == actor.SeesFrom || search.Unit == Actor.WholeForce || search.SearchedBy == actor.AccountId);

    public static IQueryable<Deployment> DeploymentsFor(this FaceMatchDbContext db, Actor actor) => Everywhere(actor)
        ? db.Deployments
        : db.Deployments.Where(deployment => deployment.Unit == actor.SeesFrom || deployment.Unit == Actor.WholeForce);

    /// <summary>By their deployments.</summary>
    public static IQueryable<Alert> AlertsFor(this FaceMatchDbContext db, Actor actor)
    {
        if (Everywhere(actor)) return db.Alerts;
        IQueryable<Deployment> deployments = db.DeploymentsFor(actor);
        return db.Alerts.Where(alert => deployments.Any(deployment => deployment.Id == alert.DeploymentId));
    }

    public static IQueryable<Candidate> CandidatesFor(this FaceMatchDbContext db, Actor actor)
    {
        if (Everywhere(actor)) return db.Candidates;
        IQueryable<ProbeSearch> searches = db.SearchesFor(actor);
        IQueryable<Alert> alerts = db.AlertsFor(actor);
        return db.Candidates.Where(candidate =>
            searches.Any(search => search.Id == candidate.SearchId) || alerts.Any(alert => alert.Id == candidate.AlertId));
    }

    /// <summary>
    /// What a search from a unit finds, as marks of the gallery: every list that it sees, and whom it or the whole force keeps on none.
    /// </summary>
    /// <returns>Null is everybody.</returns>
    public static async Task<IReadOnlyList<Guid>?> GallerySeenFromAsync(this FaceMatchDbContext db, string unit, CancellationToken cancellationToken)
    {
        if (unit == Actor.WholeForce) return null;
        List<Guid> lists = await db.WatchlistsSeenFrom(unit).Select(list => list.Id).ToListAsync(cancellationToken);
        return [.. lists, UnitLabel.Of(unit), UnitLabel.Of(Actor.WholeForce)];
    }

    private static bool Everywhere(Actor actor) => actor.SeesFrom == Actor.WholeForce;
}
