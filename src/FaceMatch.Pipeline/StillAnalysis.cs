using FaceMatch.Core.Faces;

namespace FaceMatch.Pipeline;

/// <summary>What a still shows: its faces, best detector score first. Disposing zeroes the embeddings.</summary>
/// <param name="Frame">Size after EXIF rotation.</param>
/// <param name="Faces">The faces that were embedded; empty when none was found.</param>
public sealed record StillAnalysis(FrameSize Frame, IReadOnlyList<StillFace> Faces) : IDisposable
{
    public void Dispose()
    {
        foreach (StillFace face in Faces) Array.Clear(face.Analysed.Embedding);
    }
}

/// <param name="Index">Place among all faces found in the still, from 0; the same picture always gives the same.</param>
public sealed record StillFace(int Index, AnalysedFace Analysed);

/// <summary>A face that was found and looked at, but not embedded.</summary>
public sealed record LocatedFace(int Index, Detection Detection, Landmarks Landmarks, FaceQuality Quality);

/// <param name="Frame">Size after EXIF rotation.</param>
public sealed record LocatedFaces(FrameSize Frame, IReadOnlyList<LocatedFace> Faces);
