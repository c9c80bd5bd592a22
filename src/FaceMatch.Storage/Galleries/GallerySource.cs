using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Subjects;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Galleries;

/// <summary>Gives the shards the searchable templates of the active pack's embedder, straight from the truth.</summary>
public sealed class GallerySource(IDbContextFactory<FaceMatchDbContext> contexts, ActivePack pack, TimeProvider time) : IGallerySource
{
    /// <summary>Well below the number of parameters that one SQLite statement takes (32,766).</summary>
    private const int SubjectsAQuery = 1_000;

    /// <summary>The mark of a ledger without entries, which lies behind every history.</summary>
    private const string BeforeAll = "0:" + LedgerEntry.Genesis;

    public async IAsyncEnumerable<GalleryTemplate> ReadAllAsync(ShardRange part, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<TemplateRow> rows = Searchable(db, Of(part, db.Templates), byHash: true);
        await foreach (GalleryTemplate template in TemplatesAsync(rows, cancellationToken)) yield return template;
    }

    public async Task<IReadOnlyList<GalleryTemplate>> ReadSubjectsAsync(
        IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<GalleryTemplate> templates = [];
        foreach (Guid[] some in subjects.Distinct().Chunk(SubjectsAQuery))
        {
            IQueryable<TemplateRow> rows = Searchable(db, db.Templates.Where(template => some.Contains(template.SubjectId)), byHash: false);
            await foreach (GalleryTemplate template in TemplatesAsync(rows, cancellationToken)) templates.Add(template);
        }

        return templates;
    }

    public async Task<GalleryManifest> ManifestAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return (await db.GalleryState.AsNoTracking().SingleAsync(cancellationToken)).ToManifest();
    }

    public async Task<GalleryChanges> ChangesSinceAsync(long version, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        // The version first: its row is written under a lock that is held until the commit, so everything up to it is there.
        long now = await db.GalleryState.Select(state => state.Version).SingleAsync(cancellationToken);
        if (now == version) return new GalleryChanges([], now);
        List<Guid> subjects = await db.GalleryChanges.Where(change => change.Version > version)
            .Select(change => change.SubjectId).ToListAsync(cancellationToken);
        return new GalleryChanges(subjects, now);
    }

    /// <summary>The end of the ledger: number and hash, which stand for everything before.</summary>
    public async Task<string> MarkAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await db.LedgerEntries.OrderByDescending(entry => entry.Sequence)
            .Select(entry => new { entry.Sequence, entry.Hash }).FirstOrDefaultAsync(cancellationToken);
        return last is null ? BeforeAll : string.Create(CultureInfo.InvariantCulture, $"{last.Sequence}:{last.Hash}");
    }

    public async Task<bool> RemembersAsync(string mark, CancellationToken cancellationToken)
    {
        if (mark == BeforeAll) return true;
        if (mark.Split(':') is not [var number, var hash] || !long.TryParse(number, CultureInfo.InvariantCulture, out long sequence)) return false;
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.LedgerEntries.AnyAsync(entry => entry.Sequence == sequence && entry.Hash == hash, cancellationToken);
    }

    public async Task<ShardProof> ProveAsync(ShardRange part, long since, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        DateTimeOffset now = time.GetUtcNow();
        IQueryable<GalleryChange> changes = db.GalleryChanges.Where(change => change.Version > since);

        // One statement for both, since one statement sees one moment.
        var rows = Unchanged(db, part, changes, now).Select(template => new { template.Id, Changed = (Guid?)null })
            .Concat(changes.Select(change => new { Id = 0L, Changed = (Guid?)change.SubjectId }));
        long count = 0;
        ulong checksum = 0;
        List<Guid> changed = [];
        await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (row.Changed is { } subject)
            {
                changed.Add(subject);
                continue;
            }

            checksum = unchecked(checksum + ShardProof.Mix(row.Id));
            count++;
        }

        return new ShardProof(count, checksum, now, changed);
    }

    private static IQueryable<FaceTemplate> Of(ShardRange part, IQueryable<FaceTemplate> templates) => part == ShardRange.All
        ? templates
        : templates.Where(template => template.ShardHash >= part.First && template.ShardHash <= part.Last);

    /// <summary>
    /// The searchable templates of those who did not change. For SQLite as lists that it makes once, where it would look into a table again for
    /// each template; PostgreSQL hashes what it joins, but would go through a list that is too long for its memory again for each.
    /// </summary>
    private IQueryable<FaceTemplate> Unchanged(FaceMatchDbContext db, ShardRange part, IQueryable<GalleryChange> changes, DateTimeOffset now)
    {
        IQueryable<Subject> hidden = db.Subjects.Where(subject => subject.State != SubjectState.Approved || subject.ExpiresAt <= now);
        IQueryable<FaceTemplate> templates = Of(part, db.Templates).Where(template => template.Pack == pack.Name && template.Embedder == pack.Embedder);
        return db.Database.IsSqlite()
            ? templates.Where(template => !hidden.Select(subject => subject.Id).Contains(template.SubjectId)
                && !changes.Select(change => change.SubjectId).Contains(template.SubjectId))
            : templates.Where(template => !hidden.Any(subject => subject.Id == template.SubjectId)
                && !changes.Any(change => change.SubjectId == template.SubjectId));
    }

    /// <summary>Each subject's images, and after them what they have in common.</summary>
    private static async IAsyncEnumerable<GalleryTemplate> TemplatesAsync(
        IQueryable<TemplateRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<GalleryTemplate> subject = [];
        await foreach (TemplateRow row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (subject.Count > 0 && subject[0].SubjectId != row.SubjectId)
            {
                if (Fused(subject) is { } fused) yield return fused;
                subject.Clear();
            }

            GalleryTemplate template = row.ToTemplate();
            subject.Add(template);
            yield return template;
        }

        if (Fused(subject) is { } last) yield return last;
    }

    private static GalleryTemplate? Fused(List<GalleryTemplate> subject)
    {
        float[][] embeddings = [.. subject.Select(template => template.Vector)];
        return FusedTemplate.Of(embeddings) is { } fused
            ? subject[0] with { TemplateId = -subject[FusedTemplate.NearestOf(embeddings, fused)].TemplateId, Vector = fused }
            : null;
    }

    /// <summary>
    /// One statement, so that all of it is read as of one moment, and streamed subject by subject. Two "from" instead of
    /// a "join" make a CROSS JOIN, whose order SQLite keeps: it walks the templates in the order of an index, which the caller
    /// asks for. Given the choice it starts from the subjects and then sorts every vector of the gallery, in memory, before it gives the first.
    /// </summary>
    private IQueryable<TemplateRow> Searchable(FaceMatchDbContext db, IQueryable<FaceTemplate> templates, bool byHash)
    {
        DateTimeOffset now = time.GetUtcNow();
        var inForce = from template in templates
                      from subject in db.Subjects
                      where template.SubjectId == subject.Id && template.Pack == pack.Name && template.Embedder == pack.Embedder
                      where subject.State == SubjectState.Approved && subject.ExpiresAt > now
                      select new { Template = template, Subject = subject };
        var ordered = byHash
            ? inForce.OrderBy(row => row.Template.ShardHash).ThenBy(row => row.Template.SubjectId)
            : inForce.OrderBy(row => row.Template.SubjectId);
        return ordered.ThenBy(row => row.Template.Id).Select(row => new TemplateRow(
            row.Template.Id,
            row.Template.SubjectId,
            row.Subject.Unit,
            db.WatchlistEntries.Where(entry => entry.SubjectId == row.Subject.Id).Select(entry => entry.WatchlistId).ToList(),
            row.Subject.ExpiresAt,
            row.Template.Vector));
    }

    private sealed record TemplateRow(long Id, Guid SubjectId, string Unit, List<Guid> Watchlists, DateTimeOffset Until, byte[] Vector)
    {
        public GalleryTemplate ToTemplate() =>
            new(Id, SubjectId, [.. Watchlists, UnitLabel.Of(Unit)], Until, MemoryMarshal.Cast<byte, float>(Vector).ToArray());
    }
}
