using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Storage.Galleries;

/// <summary>Templates of images that the pack in use has none of: they are kept, but no search sees them.</summary>
/// <param name="Pack">The pack that made them.</param>
public sealed record WaitingTemplates(string Pack, int Templates, int Subjects);

/// <summary>Looks for what a change of model pack leaves behind.</summary>
public sealed class OtherPacks(IDbContextFactory<FaceMatchDbContext> contexts, ActivePack pack)
{
    /// <summary>By pack, in order of name; empty when every image has a template of the pack in use.</summary>
    public async Task<IReadOnlyList<WaitingTemplates>> WaitingAsync(CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Templates
            .Where(template => template.Pack != pack.Name
                && !db.Templates.Any(own => own.ImageId == template.ImageId && own.Pack == pack.Name))
            .GroupBy(template => template.Pack)
            .OrderBy(group => group.Key)
            .Select(group => new WaitingTemplates(
                group.Key, group.Count(), group.Select(template => template.SubjectId).Distinct().Count()))
            .ToListAsync(cancellationToken);
    }
}
