using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Subjects;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Galleries;

/// <summary>Gives the shards the searchable templates of the active pack, straight from the truth.</summary>
public sealed class GallerySource(IDbContextFactory<FaceMatchDbContext> contexts, ActivePack pack, TimeProvider time) : IGallerySource
{
    /// <summary>Well below the number of parameters that one SQLite statement takes (32,766).</summary>
    private const int SubjectsAQuery = 1_000;

    public async IAsyncEnumerable<GalleryTemplate> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<TemplateRow> rows = Searchable(db, db.Templates);
        await foreach (TemplateRow row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken)) yield return row.ToTemplate();
    }

    public async Task<IReadOnlyList<GalleryTemplate>> ReadSubjectsAsync(
        IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<GalleryTemplate> templates = [];
        foreach (Guid[] some in subjects.Distinct().Chunk(SubjectsAQuery))
        {
            IQueryable<TemplateRow> rows = Searchable(db, db.Templates.Where(template => some.Contains(template.SubjectId)));
            await foreach (TemplateRow row in rows.AsAsyncEnumerable().WithCancellation(cancellationToken)) templates.Add(row.ToTemplate());
        }

        return templates;
    }

    public async Task<GalleryGeneration> CurrentGenerationAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.GalleryState.Select(state => new GalleryGeneration(state.Generation, state.Shards)).SingleAsync(cancellationToken);
    }

    /// <summary>
    /// One statement, so that all of it is read as of one moment, and streamed in template order. Two "from" instead of
    /// a "join" make a CROSS JOIN, whose order SQLite keeps: it walks the templates by their number. Given the choice it
    /// starts from the subjects and then sorts every vector of the gallery, in memory, before it gives the first.
    /// </summary>
    private IQueryable<TemplateRow> Searchable(FaceMatchDbContext db, IQueryable<FaceTemplate> templates)
    {
        DateTimeOffset now = time.GetUtcNow();
        return from template in templates
               from subject in db.Subjects
               where template.SubjectId == subject.Id && template.Pack == pack.Name
               where subject.State == SubjectState.Approved && subject.ExpiresAt > now
               orderby template.Id
               select new TemplateRow(
                   template.Id,
                   template.SubjectId,
                   db.WatchlistEntries.Where(entry => entry.SubjectId == subject.Id).Select(entry => entry.WatchlistId).ToList(),
                   subject.ExpiresAt,
                   template.Vector);
    }

    private sealed record TemplateRow(long Id, Guid SubjectId, List<Guid> Watchlists, DateTimeOffset Until, byte[] Vector)
    {
        public GalleryTemplate ToTemplate() =>
            new(Id, SubjectId, Watchlists, Until, MemoryMarshal.Cast<byte, float>(Vector).ToArray());
    }
}
