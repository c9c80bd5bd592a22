using FaceMatch.Core.Faces;
using FaceMatch.Core.Watching;

namespace FaceMatch.Pipeline;

/// <summary>One person passing one camera: the evidence so far, and whether the gallery has answered for it in full.</summary>
internal sealed class Passage(int embeddingSize) : IDisposable
{
    public TrackEvidence Evidence { get; } = new(embeddingSize);

    /// <summary>
    /// The last search did not cover the whole gallery, or its alert could not be kept: search again at the next
    /// sighting, whether or not that gives a better shot.
    /// </summary>
    public bool Unanswered { get; set; }

    public void Dispose() => Evidence.Dispose();
}

/// <summary>A face of the current frame that is good enough to be used.</summary>
internal sealed record Shot(Detection Detection, Landmarks Landmarks, FaceQuality Quality);
