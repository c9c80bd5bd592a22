using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Subjects;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Galleries;

/// <summary>Gives the shards the searchable templates of the active pack's embedder, straight from the truth.</summary>
public sealed class GallerySource(IDbContextFactory<FaceMatchDbContext> contexts, ActivePack pack, TimeProvider time) : IGallerySource
{
    /// <summary>Well below the number of parameters that one SQLite statement takes (32,766).</summary>
    private const int SubjectsAQuery = 1_000;

    public async IAsyncEnumerable<GalleryTemplate> ReadAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<TemplateRow> rows = Searchable(db, db.Templates);
        await foreach (GalleryTemplate template in TemplatesAsync(rows, cancellationToken)) yield return template;
    }

    public async Task<IReadOnlyList<GalleryTemplate>> ReadSubjectsAsync(
        IReadOnlyCollection<Guid> subjects, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        List<GalleryTemplate> templates = [];
        foreach (Guid[] some in subjects.Distinct().Chunk(SubjectsAQuery))
        {
            IQueryable<TemplateRow> rows = Searchable(db, db.Templates.Where(template => some.Contains(template.SubjectId)));
            await foreach (GalleryTemplate template in TemplatesAsync(rows, cancellationToken)) templates.Add(template);
        }

        return templates;
    }

    public async Task<GalleryGeneration> CurrentGenerationAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.GalleryState.Select(state => new GalleryGeneration(state.Generation, state.Shards)).SingleAsync(cancellationToken);
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
    /// a "join" make a CROSS JOIN, whose order SQLite keeps: it walks the templates by their index on subjects. Given the choice it
    /// starts from the subjects and then sorts every vector of the gallery, in memory, before it gives the first.
    /// </summary>
    private IQueryable<TemplateRow> Searchable(FaceMatchDbContext db, IQueryable<FaceTemplate> templates)
    {
        DateTimeOffset now = time.GetUtcNow();
        return from template in templates
               from subject in db.Subjects
               where template.SubjectId == subject.Id && template.Pack == pack.Name && template.Embedder == pack.Embedder
               where subject.State == SubjectState.Approved && subject.ExpiresAt > now
               orderby template.SubjectId, template.Id
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
