using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Galleries;

/// <summary>Templates of images that the embedder in use has none of: they are kept, but no search sees them.</summary>
/// <param name="Pack">The pack that made them.</param>
/// <param name="Embedder">The embedder that made them; empty where it was not kept.</param>
public sealed record WaitingTemplates(string Pack, string Embedder, int Templates, int Subjects);

/// <summary>Looks for what a change of model pack, or of the embedder inside one, leaves behind.</summary>
public sealed class OtherPacks(IDbContextFactory<FaceMatchDbContext> contexts, ActivePack pack)
{
    /// <summary>By pack and embedder, in order of name; empty when every image has a template of the embedder in use.</summary>
    public async Task<IReadOnlyList<WaitingTemplates>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Templates
            .Where(template => !db.Templates.Any(
                own => own.ImageId == template.ImageId && own.Pack == pack.Name && own.Embedder == pack.Embedder))
            .GroupBy(template => new { template.Pack, template.Embedder })
            .OrderBy(group => group.Key.Pack).ThenBy(group => group.Key.Embedder)
            .Select(group => new WaitingTemplates(
                group.Key.Pack, group.Key.Embedder, group.Count(), group.Select(template => template.SubjectId).Distinct().Count()))
            .ToListAsync(cancellationToken);
    }
}
