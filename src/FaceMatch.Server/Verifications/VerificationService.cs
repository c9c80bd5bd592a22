using FaceMatch.Core.Accounts;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Images;
using FaceMatch.Core.Ledger;
using FaceMatch.Core.Refusals;
using FaceMatch.Core.Searches;
using FaceMatch.Core.Subjects;
using FaceMatch.Pipeline;
using FaceMatch.Server.Access;
using FaceMatch.Server.Deployments;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Scores;
using FaceMatch.Server.Searches;
using FaceMatch.Storage;
using FaceMatch.Storage.Ledger;
using Microsoft.EntityFrameworkCore;

namespace FaceMatch.Server.Verifications;

/// <summary>
/// Compares one probe with one subject or one other picture. Of a picture with several faces the largest is taken, and
/// the answer says which it was.
/// </summary>
public sealed class VerificationService(
    IDbContextFactory<FaceMatchDbContext> contexts, LedgerWriter ledger, StillAnalyser stills, ScoreScale scores, IImageVault vault,
    TimeProvider time) : IVerificationService
{
    public async Task<VerificationView> VerifyAsync(Actor actor, VerificationRequest request, CancellationToken cancellationToken)
    {
        actor.Require(Role.Investigator);
        Guid? subjectId = Check(request);
        await using FaceMatchDbContext db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.RequireNotStoppedAsync(cancellationToken);
        using Side probe = await LargestFaceAsync(request.Image, "image", cancellationToken);
        using Side? reference = request.Reference is { } picture ? await LargestFaceAsync(picture, "reference", cancellationToken) : null;
        IReadOnlyList<float[]> others = subjectId is { } id ? await TemplatesAsync(db, actor, id, cancellationToken) : [reference!.Embedding];
        await db.RequireNotStoppedAsync(cancellationToken);

        Score score = scores.Of(others.Max(other => Cosine(probe.Embedding, other)));
        Guid verificationId = Guid.CreateVersion7(time.GetUtcNow());
        await ledger.SaveAsync(db, cancellationToken, LedgerRecord.By(
            actor, "verification.created", $"verification/{verificationId}", LedgerDetail.Of(new
            {
                CaseReference = request.CaseReference!.Trim(),
                Justification = request.Justification!.Trim(),
                SubjectId = subjectId,
                ProbeHash = await vault.StoreAsync(request.Image, cancellationToken),
                ReferenceHash = request.Reference is { } kept ? await vault.StoreAsync(kept, cancellationToken) : null,
                stills.Models,
                score.Cosine,
                score.Fmr,
            })));
        return new VerificationView(
            verificationId.ToString(), score.Cosine, score.Fmr, score.Band.ToWire(), SearchViews.Of(stills.Models), probe.View, reference?.View);
    }

    private static Guid? Check(VerificationRequest request)
    {
        FieldFaults faults = new();
        Guid subject = Guid.Empty;
        bool bySubject = !string.IsNullOrWhiteSpace(request.SubjectId);
        faults
            .When(request.Image.IsEmpty, "image", "is missing or empty: send the probe picture")
            .When(bySubject == request.Reference.HasValue, "subjectId", "give either subjectId or a reference picture, one of the two")
            .When(bySubject && !Guid.TryParse(request.SubjectId, out subject), "subjectId", "is not the id of a subject")
            .When(request.Reference is { IsEmpty: true }, "reference", "is empty: send the picture to compare with")
            .Text("caseReference", request.CaseReference, SearchRules.LongestReference, "give the number of the case file")
            .Text("justification", request.Justification, SearchRules.LongestJustification, "say why this comparison is needed");
        faults.ThrowIfAny();
        return bySubject ? subject : null;
    }

    private async Task<Side> LargestFaceAsync(ReadOnlyMemory<byte> picture, string field, CancellationToken cancellationToken)
    {
        LocatedFaces located = await stills.LocateAsync(picture, cancellationToken);
        if (located.Faces.Count == 0)
        {
            throw new RefusalException(
                RefusalKind.Unacceptable, "no-face", $"No face was found in the picture {field}. Send one that shows the face larger, sharper or more from the front.");
        }

        LocatedFace largest = located.Faces.MaxBy(face => face.Detection.Box.Area)!;
        return new Side(largest, await stills.AnalyseAsync(picture, largest.Index, cancellationToken));
    }

    private async Task<IReadOnlyList<float[]>> TemplatesAsync(FaceMatchDbContext db, Actor actor, Guid subjectId, CancellationToken cancellationToken)
    {
        Subject subject = await db.SubjectsFor(actor).AsNoTracking().SingleOrDefaultAsync(subject => subject.Id == subjectId, cancellationToken)
            ?? throw Refuse.NotFound("subject", subjectId);
        if (!subject.IsSearchable(time.GetUtcNow()))
        {
            throw new RefusalException(
                RefusalKind.Conflict, "subject-not-in-force", "The subject is not approved, suspended or expired, so nothing is compared with it.");
        }

        ModelIdentity models = stills.Models;
        List<FaceTemplate> templates = await db.Templates.AsNoTracking()
            .Where(template => template.SubjectId == subjectId && template.Pack == models.Pack && template.Embedder == models.Embedder).ToListAsync(cancellationToken);
        List<float[]> embeddings = [.. templates.Select(template => template.ToEmbedding())];
        if (FusedTemplate.Of(embeddings) is { } fused) embeddings.Add(fused);
        return embeddings.Count > 0
            ? embeddings
            : throw new RefusalException(RefusalKind.Conflict, "no-template", "The subject has no image seen by the active models; add one.");
    }

    /// <summary>Dot product of two L2-normalised vectors.</summary>
    private static float Cosine(float[] a, float[] b)
    {
        float sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return Math.Clamp(sum, -1, 1);
    }

    private sealed record Side(LocatedFace Face, StillAnalysis Analysis) : IDisposable
    {
        public float[] Embedding => Analysis.Faces[0].Analysed.Embedding;

        public FoundFace View => new(Face.Index, Face.Detection.Box, Face.Landmarks, Face.Quality);

        public void Dispose() => Analysis.Dispose();
    }
}
