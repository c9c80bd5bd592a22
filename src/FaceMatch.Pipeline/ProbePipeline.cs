using FaceMatch.Core.Faces;
using FaceMatch.Core.Galleries;

namespace FaceMatch.Pipeline;

/// <summary>
/// The line of a probe image: decode, detect, landmarks, quality, align, embed, search. The same as a camera's, without
/// tracking and without a threshold: an investigator sees the ranked list. Thread-safe.
/// </summary>
public sealed class ProbePipeline(StillAnalyser analyser, IGallery gallery, SearchAdmission admission, TimeProvider time)
{
    private const float EveryScore = -1;

    public ModelIdentity Models => analyser.Models;

    /// <summary>Searches with every face of the picture, or the one asked for.</summary>
    /// <param name="image">The file as it came.</param>
    /// <param name="watchlists">Only these lists; null is every list.</param>
    /// <param name="limit">Subjects wanted for each face.</param>
    /// <returns>No face when the picture shows none.</returns>
    /// <exception cref="ImageRefusedException">The bytes are not a picture that can be read.</exception>
    /// <exception cref="Core.Refusals.RefusalException"><c>face-index</c>, <c>too-many-faces</c> or <c>busy</c>.</exception>
    public async Task<ProbeAnswer> SearchAsync(
        ReadOnlyMemory<byte> image, int? faceIndex, IReadOnlyList<Guid>? watchlists, int limit, CancellationToken cancellationToken)
    {
        using IDisposable turn = await admission.EnterAsync(cancellationToken).ConfigureAwait(false);
        using StillAnalysis still = await analyser.AnalyseAsync(image, faceIndex, cancellationToken).ConfigureAwait(false);
        List<ProbeFaceAnswer> faces = new(still.Faces.Count);
        foreach (StillFace face in still.Faces)
        {
            GalleryQuery query = new(face.Analysed.Embedding, watchlists, limit, EveryScore, time.GetUtcNow());
            GalleryAnswer answer = await gallery.SearchAsync(query, cancellationToken).ConfigureAwait(false);
            faces.Add(new ProbeFaceAnswer(face.Index, face.Analysed.Detection.Box, face.Analysed.Landmarks, face.Analysed.Quality, answer));
        }

        return new ProbeAnswer(still.Frame, faces);
    }
}

/// <param name="Frame">Size after EXIF rotation.</param>
public sealed record ProbeAnswer(FrameSize Frame, IReadOnlyList<ProbeFaceAnswer> Faces);

public sealed record ProbeFaceAnswer(int FaceIndex, Box Box, Landmarks Landmarks, FaceQuality Quality, GalleryAnswer Answer);
