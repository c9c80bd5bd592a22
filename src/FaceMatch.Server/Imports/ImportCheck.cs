using FaceMatch.Core.Imports;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Subjects;
using FaceMatch.Pipeline;
using FaceMatch.Server.Access;
using FaceMatch.Server.Enrolment;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Imports;

/// <summary>
/// Looks at the subjects of an import when its rows are done: who was enrolled before, who is in it twice, and whose images seem
/// to show two people. It only reads, so a crash in the middle costs nothing but the time. Embeddings are zeroed at the end.
/// </summary>
public sealed class ImportCheck(
    IDbContextFactory<FaceMatchDbContext> contexts, Duplicates duplicates, Contamination contamination, StillAnalyser stills)
{
    /// <summary>Subjects whose images are read at once.</summary>
    private const int SubjectsAQuery = 500;

    /// <exception cref="RefusalException"><c>gallery-incomplete</c>: a part of the gallery does not answer now.</exception>
    public async Task<ImportFindings> FindAsync(Import import, ImportedFiles files, CancellationToken cancellationToken)
    {
        List<CheckedSubject> subjects = [];
        try
        {
            List<(CheckedSubject Subject, Guid Image)> unlike = await ReadAsync(import.Id, subjects, cancellationToken);
            List<CheckedDouble> doubles = await EnrolledBeforeAsync(await SeenFromAsync(import.Unit, cancellationToken), subjects, cancellationToken);
            int found = doubles.Count + AddWithin(subjects, doubles, cancellationToken);
            return new ImportFindings(
                [
                    .. doubles.OrderByDescending(pair => pair.Cosine).Take(ImportLimits.MostFindings).Select(pair => Finding(import.Id, pair, files)),
                    .. unlike.Take(ImportLimits.MostFindings).Select(odd => Finding(import.Id, odd.Subject, odd.Image, files)),
                ],
                found, unlike.Count);
        }
        finally
        {
            foreach (float[] embedding in subjects.SelectMany(subject => subject.Embeddings)) Array.Clear(embedding);
        }
    }

    /// <summary>Fills <paramref name="subjects"/>, in the order they were enrolled.</summary>
    /// <returns>The images that are unlike the others of their subject.</returns>
    private async Task<List<(CheckedSubject Subject, Guid Image)>> ReadAsync(
        Guid importId, List<CheckedSubject> subjects, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        var numbers = await db.Subjects.Where(subject => subject.ImportId == importId && subject.State != SubjectState.Deleted)
            .OrderBy(subject => subject.Id).Select(subject => new { subject.Id, subject.ReferenceNumber }).ToListAsync(cancellationToken);
        List<(CheckedSubject, Guid)> unlike = [];
        foreach (var some in numbers.Chunk(SubjectsAQuery))
        {
            Guid[] ids = [.. some.Select(subject => subject.Id)];
            List<ReferenceImage> read = await db.ReferenceImages.AsNoTracking().Include(image => image.Templates)
                .Where(image => ids.Contains(image.SubjectId)).ToListAsync(cancellationToken);
            ILookup<Guid, ReferenceImage> images = read.ToLookup(image => image.SubjectId);
            foreach (var number in some)
            {
                CheckedSubject subject = CheckedSubject.Of(number.Id, number.ReferenceNumber, images[number.Id], stills.Models);
                subjects.Add(subject);
                unlike.AddRange(contamination.Find(images[number.Id]).Select(odd => (subject, odd)));
            }
        }

        return unlike;
    }

    private async Task<IReadOnlyList<Guid>?> SeenFromAsync(string unit, CancellationToken cancellationToken)
    {
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.GallerySeenFromAsync(unit, cancellationToken);
    }

    /// <summary>Of each pair with a subject that is searchable already, the nearest image; a few for each image at most.</summary>
    /// <param name="seen">What the import's unit sees, as marks of the gallery.</param>
    private async Task<List<CheckedDouble>> EnrolledBeforeAsync(IReadOnlyList<Guid>? seen, List<CheckedSubject> subjects, CancellationToken cancellationToken)
    {
        HashSet<Guid> within = [.. subjects.Select(subject => subject.Id)];
        List<CheckedDouble> doubles = [];
        foreach (CheckedSubject subject in subjects)
        {
            Dictionary<Guid, CheckedDouble> nearest = [];
            for (int image = 0; image < subject.Embeddings.Length; image++)
            {
                foreach (DuplicateView near in await duplicates.FindInAllAsync(subject.Id, seen, subject.Embeddings[image], cancellationToken))
                {
                    Guid other = Guid.Parse(near.SubjectId);

                    // One of the import that was approved by itself meanwhile is compared with the others of the import.
                    if (within.Contains(other)) continue;
                    if (nearest.TryGetValue(other, out CheckedDouble known) && known.Cosine >= near.Cosine) continue;
                    nearest[other] = new CheckedDouble(subject, image, other, Other: null, OtherImage: 0, near.Cosine);
                }
            }

            doubles.AddRange(nearest.Values);
        }

        return doubles;
    }

    /// <returns>How many there are; the nearest of them are added.</returns>
    private int AddWithin(List<CheckedSubject> subjects, List<CheckedDouble> doubles, CancellationToken cancellationToken)
    {
        (int found, IReadOnlyList<DoubleEntry> pairs) = DoubleEntries.Find(
            [.. subjects.Select(subject => subject.Embeddings)], duplicates.LeastCosine, ImportLimits.MostFindings, cancellationToken);
        doubles.AddRange(pairs.Select(pair => new CheckedDouble(
            subjects[pair.One], pair.OneImage, subjects[pair.Other].Id, subjects[pair.Other], pair.OtherImage, pair.Cosine)));
        return found;
    }

    private ImportFinding Finding(Guid importId, CheckedDouble pair, ImportedFiles files)
    {
        (Guid image, string content) = pair.Subject.Images[pair.Image];
        string? otherFile = pair.Other is { } other ? files.Find(other.ReferenceNumber, other.Images[pair.OtherImage].ContentHash) : null;
        return ImportFinding.Duplicate(
            importId, pair.Subject.Id, image, files.Find(pair.Subject.ReferenceNumber, content), pair.OtherId, otherFile,
            pair.Cosine, duplicates.FalseMatchRate(pair.Cosine));
    }

    private static ImportFinding Finding(Guid importId, CheckedSubject subject, Guid image, ImportedFiles files)
    {
        string content = subject.Images.First(known => known.Id == image).ContentHash;
        return ImportFinding.Unlike(importId, subject.Id, image, files.Find(subject.ReferenceNumber, content));
    }
}
