using FaceMatch.Core.Faces;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Refusals;
using FaceMatch.Pipeline;

namespace FaceMatch.Server.Enrolment;

/// <summary>The one face of a reference image. Disposing zeroes its embedding.</summary>
public sealed record EnrolmentFace(FrameSize Frame, AnalysedFace Face) : IDisposable
{
    public void Dispose() => Array.Clear(Face.Embedding);
}

/// <summary>
/// Decides whether a picture can stand for a subject: exactly one person, seen well enough (oversight rule 5).
/// </summary>
public sealed class EnrolmentAnalyser(StillAnalyser stills, RecognitionPolicy policy)
{
    /// <exception cref="ImageRefusedException">Not a picture that can be read.</exception>
    /// <exception cref="RefusalException"><c>no-face</c>, <c>several-faces</c>, <c>low-quality</c>.</exception>
    public async Task<EnrolmentFace> AnalyseAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        using StillAnalysis analysis = await AnalyseFacesAsync(image, cancellationToken);
        if (analysis.Faces.Count == 0)
            throw Refused("no-face", "No face was found in the picture. Give one that shows the face larger, upright and unobstructed.");
        AnalysedFace main = analysis.Faces.MaxBy(face => face.Analysed.Detection.Box.Area)!.Analysed;
        bool others = analysis.Faces.Any(face =>
            face.Analysed != main && IsUsable(face.Analysed) && !Bystanders.Is(face.Analysed.Detection.Box, main.Detection.Box, analysis.Frame));
        if (others) throw SeveralFaces();
        if (!IsUsable(main)) throw LowQuality(main.Quality);
        return new EnrolmentFace(analysis.Frame, main with { Embedding = [.. main.Embedding] });
    }

    private async Task<StillAnalysis> AnalyseFacesAsync(ReadOnlyMemory<byte> image, CancellationToken cancellationToken)
    {
        try
        {
            return await stills.AnalyseAsync(image, faceIndex: null, cancellationToken);
        }
        catch (RefusalException crowd) when (crowd.Code == "too-many-faces")
        {
            throw SeveralFaces();
        }
    }

    private bool IsUsable(AnalysedFace face) => face.Quality.Overall >= policy.LeastEnrolmentQuality;

    private static RefusalException SeveralFaces() =>
        Refused("several-faces", "The picture shows more than one person. Crop it to the one that is enrolled.");

    private static RefusalException LowQuality(FaceQuality quality)
    {
        IReadOnlyList<string> reasons = quality.Reasons.Count > 0 ? quality.Reasons : [quality.WeakestPoint()];
        return new RefusalException(
            RefusalKind.Unacceptable, "low-quality",
            $"The face is not clear enough to be compared: {string.Join(", ", reasons)}. Give a sharper, larger or more frontal picture.")
        {
            Fields = new Dictionary<string, string[]>(StringComparer.Ordinal) { ["image"] = [.. reasons] },
        };
    }

    private static RefusalException Refused(string code, string sentence) => new(RefusalKind.Unacceptable, code, sentence);
}
