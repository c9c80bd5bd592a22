using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Subjects;
using FaceMatch.Storage;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Enrolment;

/// <summary>Says which enrolled subjects lie near a new image, so that an officer sees a double entry at once.</summary>
public sealed class Duplicates(IGallery gallery, Calibration calibration, IDbContextFactory<FaceMatchDbContext> contexts, TimeProvider time)
{
    /// <summary>One in 100,000 strangers: rare enough to be worth a look, as for the band moderate.</summary>
    private const double NearAtFmr = 1e-5;

    private const int Most = 5;

    /// <summary>Nearest first; without the subject itself. Only what is searchable now is compared with.</summary>
    public async Task<IReadOnlyList<DuplicateView>> FindAsync(Guid subjectId, ReadOnlyMemory<float> embedding, CancellationToken cancellationToken)
    {
        GalleryQuery query = new(embedding, Watchlists: null, Most + 1, calibration.CosineAt(NearAtFmr), time.GetUtcNow());
        GalleryAnswer answer = await gallery.SearchAsync(query, cancellationToken);
        Neighbour[] near = [.. answer.Neighbours.Where(neighbour => neighbour.SubjectId != subjectId).Take(Most)];
        if (near.Length == 0) return [];
        Guid[] ids = [.. near.Select(neighbour => neighbour.SubjectId)];
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        Dictionary<Guid, string> numbers = await db.Subjects.Where(subject => ids.Contains(subject.Id))
            .ToDictionaryAsync(subject => subject.Id, subject => subject.ReferenceNumber, cancellationToken);
        return
        [
            .. near.Where(neighbour => numbers.ContainsKey(neighbour.SubjectId)).Select(neighbour => new DuplicateView(
                neighbour.SubjectId.ToString("D"), numbers[neighbour.SubjectId], neighbour.Cosine, calibration.FalseMatchRate(neighbour.Cosine))),
        ];
    }
}
