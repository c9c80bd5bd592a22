using FaceMatch.Core.Imports;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Imports;

/// <summary>What was found in an import, as the API shows it. Whoever may see an import may see its subjects.</summary>
internal static class ImportFindingViews
{
    public static async Task<(IReadOnlyList<ImportDuplicate> Duplicates, IReadOnlyList<ImportUnlikeImage> UnlikeImages)> OfAsync(
        FaceMatchDbContext db, Guid importId, CancellationToken cancellationToken)
    {
        var rows = await (
            from finding in db.ImportFindings.AsNoTracking()
            where finding.ImportId == importId
            join subject in db.Subjects on finding.SubjectId equals subject.Id
            join other in db.Subjects on finding.OtherSubjectId equals other.Id into others
            from other in others.DefaultIfEmpty()
            orderby finding.Id
            select new { Finding = finding, subject.ReferenceNumber, Other = (string?)other.ReferenceNumber }).ToListAsync(cancellationToken);
        return (
            [
                .. rows.Where(row => row.Finding.Kind == ImportFindingKind.Duplicate)
                    .Select(row => Duplicate(row.Finding, row.ReferenceNumber, row.Other!)).OrderByDescending(duplicate => duplicate.Cosine),
            ],
            [
                .. rows.Where(row => row.Finding.Kind == ImportFindingKind.UnlikeImage)
                    .Select(row => new ImportUnlikeImage(
                        row.Finding.SubjectId.ToString("D"), row.ReferenceNumber, row.Finding.ImageId.ToString("D"), row.Finding.File)),
            ]);
    }

    private static ImportDuplicate Duplicate(ImportFinding finding, string reference, string other) => new(
        finding.SubjectId.ToString("D"), reference, finding.ImageId.ToString("D"), finding.File,
        finding.OtherSubjectId!.Value.ToString("D"), other, finding.OtherFile, finding.Cosine!.Value, finding.Fmr!.Value);
}
