using FaceMatch.Core.Calibrations;
using FaceMatch.Core.Galleries;
using FaceMatch.Core.Refusals;
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

    /// <summary>From this cosine on two subjects may be one person.</summary>
    public float LeastCosine => calibration.CosineAt(NearAtFmr);

    /// <summary>Nearest first; without the subject itself. Only what is searchable now is compared with.</summary>
    /// <param name="seen">Marks of the gallery that whoever enrols may see; null is everybody.</param>
    public async Task<IReadOnlyList<DuplicateView>> FindAsync(
        Guid subjectId, IReadOnlyList<Guid>? seen, ReadOnlyMemory<float> embedding, CancellationToken cancellationToken) =>
        await ViewsAsync(subjectId, await SearchAsync(seen, embedding, cancellationToken), cancellationToken);

    /// <summary>The same where nobody is there to ask again: never from a part of the gallery.</summary>
    /// <exception cref="RefusalException"><c>gallery-incomplete</c>: a shard did not answer.</exception>
    public async Task<IReadOnlyList<DuplicateView>> FindInAllAsync(
        Guid subjectId, IReadOnlyList<Guid>? seen, ReadOnlyMemory<float> embedding, CancellationToken cancellationToken)
    {
        GalleryAnswer answer = await SearchAsync(seen, embedding, cancellationToken);
        return answer.Coverage.Complete
            ? await ViewsAsync(subjectId, answer, cancellationToken)
            : throw new RefusalException(RefusalKind.Unavailable, "gallery-incomplete", "A part of the gallery does not answer, so duplicates cannot be looked for now.");
    }

    /// <inheritdoc cref="Calibration.FalseMatchRate"/>
    public double FalseMatchRate(float cosine) => calibration.FalseMatchRate(cosine);

    private Task<GalleryAnswer> SearchAsync(IReadOnlyList<Guid>? seen, ReadOnlyMemory<float> embedding, CancellationToken cancellationToken) =>
        gallery.SearchAsync(new GalleryQuery(embedding, seen, Most + 1, LeastCosine, time.GetUtcNow()), cancellationToken);

    private async Task<IReadOnlyList<DuplicateView>> ViewsAsync(Guid subjectId, GalleryAnswer answer, CancellationToken cancellationToken)
    {
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
