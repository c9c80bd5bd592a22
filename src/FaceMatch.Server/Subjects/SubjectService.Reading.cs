using System.Text;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Subjects;

/// <summary>Looking at subjects. A look at an image is written to the ledger; a list shows no image.</summary>
public sealed partial class SubjectService
{
    private const int LongestPage = 200;
    private const int LongestSearchText = 100;

    /// <summary>Who may see that somebody is on a list. Not the administrator (oversight rule 24).</summary>
    private static readonly Role[] MaySeeSubjects =
        [Role.WatchlistOfficer, Role.Approver, Role.Investigator, Role.Reviewer, Role.SeniorReviewer, Role.Auditor];

    private static readonly Role[] MaySeeFaces =
        [Role.WatchlistOfficer, Role.Approver, Role.Investigator, Role.Reviewer, Role.SeniorReviewer];

    public async Task<SubjectView> GetAsync(Actor actor, Guid subjectId, CancellationToken cancellationToken)
    {
        actor.Require(MaySeeSubjects);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Subject subject = await db.SubjectsFor(actor).AsNoTracking().Include(subject => subject.Images).ThenInclude(image => image.Templates).AsSplitQuery()
            .SingleOrDefaultAsync(subject => subject.Id == subjectId, cancellationToken) ?? throw Refuse.NotFound("subject", subjectId);
        return await ViewAsync(db, actor, subject, cancellationToken);
    }

    public async Task<Page<SubjectView>> ListAsync(Actor actor, SubjectFilter filter, CancellationToken cancellationToken)
    {
        actor.Require(MaySeeSubjects);
        int take = Math.Clamp(filter.Limit, 1, LongestPage);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<Subject> found = await Filter(db, actor, filter)
            .OrderByDescending(subject => subject.Id).Take(take + 1).Include(subject => subject.Images).AsSplitQuery().ToListAsync(cancellationToken);
        Subject[] shown = [.. found.Take(take)];
        Guid[] ids = [.. shown.Select(subject => subject.Id)];
        var entries = await db.WatchlistEntriesFor(actor).AsNoTracking().Where(entry => ids.Contains(entry.SubjectId)).ToListAsync(cancellationToken);
        ILookup<Guid, Guid> lists = entries.ToLookup(entry => entry.SubjectId, entry => entry.WatchlistId);
        return new Page<SubjectView>(
            [.. shown.Select(subject => SubjectViews.Of(subject, lists[subject.Id], time.GetUtcNow(), unlike: []))],
            found.Count > take ? shown[^1].Id.ToString("D") : null);
    }

    public async Task<StoredPicture> OpenImageAsync(Actor actor, Guid subjectId, Guid imageId, CancellationToken cancellationToken)
    {
        actor.Require(MaySeeFaces);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Subject> seen = db.SubjectsFor(actor);
        string content = await db.ReferenceImages
            .Where(image => image.Id == imageId && image.SubjectId == subjectId && seen.Any(subject => subject.Id == image.SubjectId))
            .Select(image => image.ContentHash).SingleOrDefaultAsync(cancellationToken) ?? throw Refuse.NotFound("image", imageId);
        await ledger.SaveAsync(db, cancellationToken, SubjectRecords.Changed(actor, "subject.image-viewed", subjectId, new { imageId }));
        return await pictures.OpenAsync(content, cancellationToken);
    }

    private static IQueryable<Subject> Filter(FaceMatchDbContext db, Actor actor, SubjectFilter filter)
    {
        IQueryable<Subject> subjects = InState(db.SubjectsFor(actor).AsNoTracking(), filter.State);
        if (!string.IsNullOrEmpty(filter.WatchlistId))
        {
            Guid list = EntityId.Parse("watchlist", filter.WatchlistId);
            IQueryable<WatchlistEntry> entries = db.WatchlistEntriesFor(actor);
            subjects = subjects.Where(subject => entries.Any(entry => entry.WatchlistId == list && entry.SubjectId == subject.Id));
        }

        if (!string.IsNullOrWhiteSpace(filter.Text))
        {
            // In capitals on both sides: SQLite compares A and a as one, PostgreSQL as two.
            string part = Capitals(Part(filter.Text.Trim()));
#pragma warning disable CA1304, CA1311, MA0011 // A culture says nothing here: this is translated to SQL.
            subjects = subjects.Where(subject =>
                EF.Functions.Like(subject.ReferenceNumber.ToUpper(), part, "\\") || EF.Functions.Like(subject.DisplayName!.ToUpper(), part, "\\"));
#pragma warning restore CA1304, CA1311, MA0011
        }

        if (string.IsNullOrEmpty(filter.After)) return subjects;

        // Ids are version 7 and so in order of enrolment.
        Guid after = EntityId.Parse("subject", filter.After);
        return subjects.Where(subject => subject.Id.CompareTo(after) < 0);
    }

    private static IQueryable<Subject> InState(IQueryable<Subject> subjects, string? name)
    {
        if (string.IsNullOrEmpty(name)) return subjects.Where(subject => subject.State != SubjectState.Deleted);
        int index = SubjectViews.StateNames.IndexOf(name);
        new FieldFaults().When(index < 0, "state", $"must be one of {string.Join(", ", SubjectViews.StateNames)}").ThrowIfAny();
        SubjectState state = Enum.GetValues<SubjectState>()[index];
        return subjects.Where(subject => subject.State == state);
    }

    /// <summary>Of the ASCII letters, the only ones that both databases know capitals of.</summary>
    private static string Capitals(string text) => string.Create(
        text.Length, text, static (capitals, from) => Ascii.ToUpper(from, capitals, out _));

    /// <summary>The text anywhere, taken literally.</summary>
    private static string Part(string text)
    {
        string literal = (text.Length > LongestSearchText ? text[..LongestSearchText] : text)
            .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
        return $"%{literal}%";
    }

    private async Task<SubjectView> ViewAsync(FaceMatchDbContext db, Actor actor, Subject subject, CancellationToken cancellationToken)
    {
        List<Guid> lists = await db.WatchlistEntriesFor(actor).Where(entry => entry.SubjectId == subject.Id)
            .Select(entry => entry.WatchlistId).ToListAsync(cancellationToken);
        return SubjectViews.Of(subject, lists, time.GetUtcNow(), contamination.Find(subject.Images));
    }
}
