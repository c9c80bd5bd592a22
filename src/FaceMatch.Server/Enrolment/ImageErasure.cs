using FaceMatch.Core.Images;
using FaceMatch.Core.Imports;
using FaceMatch.Core.Ledger;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Enrolment;

/// <summary>Erases pictures from the vault that nothing refers to any more.</summary>
public sealed class ImageErasure(IImageVault vault, IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger)
{
    /// <summary>
    /// Erases those of the contents that are not referred to. Looks and erases while no other writer is at work, so that
    /// nobody can begin to refer to one in between.
    /// </summary>
    public async Task EraseAsync(IReadOnlyCollection<string> contents, CancellationToken cancellationToken, params LedgerRecord[] records)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await ledger.SaveAsync(db, token => EraseWithinAsync(db, contents, token), cancellationToken, records);
    }

    /// <summary>The same, inside a transaction of <see cref="LedgerWriter"/> that has no other writer beside it.</summary>
    public async Task EraseWithinAsync(FaceMatchDbContext db, IReadOnlyCollection<string> contents, CancellationToken cancellationToken)
    {
        foreach (string content in contents.Distinct(StringComparer.Ordinal))
        {
            if (!await IsReferredToAsync(db, content, cancellationToken)) await vault.EraseAsync(content, cancellationToken);
        }
    }

    private static async Task<bool> IsReferredToAsync(FaceMatchDbContext db, string content, CancellationToken cancellationToken) =>
        await db.ReferenceImages.AnyAsync(image => image.ContentHash == content, cancellationToken)
        || await db.Searches.AnyAsync(search => search.ProbeHash == content, cancellationToken)
        || await db.Alerts.AnyAsync(alert => alert.ShotHash == content, cancellationToken)
        || await db.Imports.AnyAsync(
            import => import.State == ImportState.Running && (import.ManifestHash == content || import.ArchiveHash == content), cancellationToken);
}
