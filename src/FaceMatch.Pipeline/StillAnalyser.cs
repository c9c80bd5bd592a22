using FaceMatch.Core.Faces;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Pipeline;

/// <summary>
/// A still from bytes to embeddings: decode, detect, landmarks, quality, align, embed. Thread-safe. The pixels are
/// zeroed before a call returns.
/// </summary>
public sealed class StillAnalyser(IFrameDecoder decoder, IFaceVision vision, AnalysisLimiter limiter, TimeProvider time)
{
    /// <summary>
    /// Faces embedded in one call: at about 10 ms each, more would keep a core from everybody else for over half a
    /// second. A crowd is searched face by face.
    /// </summary>
    public const int MostFaces = 50;

    /// <summary>Which models made the embeddings.</summary>
    public ModelIdentity Models => vision.Models;

    /// <summary>Finds every face without embedding any.</summary>
    /// <exception cref="ImageRefusedException">The bytes are not a picture that can be read.</exception>
    public Task<LocatedFaces> LocateAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken) =>
        limiter.RunAsync(
            () =>
            {
                using Frame frame = decoder.Decode(image, time.GetUtcNow());
                IReadOnlyList<Detection> found = vision.Detect(frame);
                return new LocatedFaces(frame.Size, [.. found.Select((face, index) => Locate(frame, index, face))]);
            },
            cancellationToken);

    /// <summary>Finds every face and embeds all of them, or the one asked for. The caller disposes the result.</summary>
    /// <param name="faceIndex">One face only, counted from 0 by detector score; null is all.</param>
    /// <exception cref="ImageRefusedException">The bytes are not a picture that can be read.</exception>
    /// <exception cref="RefusalException">
    /// <c>face-index</c>: no face has that index. <c>too-many-faces</c>: more than <see cref="MostFaces"/> at once.
    /// </exception>
    public Task<StillAnalysis> AnalyseAsync(ReadOnlyMemory<byte> image, int? faceIndex, CancellationToken cancellationToken) =>
        limiter.RunAsync(
            () =>
            {
                using Frame frame = decoder.Decode(image, time.GetUtcNow());
                IReadOnlyList<Detection> found = vision.Detect(frame);
                return new StillAnalysis(
                    frame.Size, [.. Chosen(found.Count, faceIndex).Select(index => new StillFace(index, Analyse(frame, index, found[index])))]);
            },
            cancellationToken);

    private AnalysedFace Analyse(Frame frame, int index, Detection detection)
    {
        LocatedFace face = Locate(frame, index, detection);
        float[] embedding = new float[vision.Models.EmbeddingSize];
        using AlignedFace aligned = vision.Align(frame, face.Landmarks);
        FaceQuality quality = face.Quality.Confirmed(vision.Embed(aligned, embedding));
        return new AnalysedFace(detection, face.Landmarks, quality, embedding);
    }

    private LocatedFace Locate(Frame frame, int index, Detection detection)
    {
        Landmarks landmarks = vision.Locate(frame, detection);
        return new LocatedFace(index, detection, landmarks, vision.Assess(frame, detection, landmarks, Scrutiny.Look));
    }

    private static IEnumerable<int> Chosen(int found, int? faceIndex)
    {
        if (found == 0) return [];
        if (faceIndex is { } index)
        {
            return index >= 0 && index < found
                ? [index]
                : throw new RefusalException(
                    RefusalKind.Unacceptable, "face-index", $"The picture shows {found} faces, numbered 0 to {found - 1}; give one of these as faceIndex.");
        }

        return found <= MostFaces
            ? Enumerable.Range(0, found)
            : throw new RefusalException(
                RefusalKind.Unacceptable, "too-many-faces", $"The picture shows {found} faces, more than the {MostFaces} searched at once; choose one with faceIndex.");
    }
}
