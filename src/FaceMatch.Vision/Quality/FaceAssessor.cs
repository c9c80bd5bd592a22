using FaceMatch.Core.Faces;
using FaceMatch.Vision.Inference;
using FaceMatch.Vision.LandmarkPoints;

namespace FaceMatch.Vision.Quality;

/// <summary>Measures how useful a face is for comparison.</summary>
/// <param name="locator">Null when the detector gives the points.</param>
/// <param name="pose">Null when the pack has no pose network.</param>
internal sealed class FaceAssessor(LandmarkLocator? locator, PoseEstimator? pose) : IDisposable
{
    private readonly ScratchPool<FacePatch> _patches = new(static () => new FacePatch());

    public FaceQuality Assess(Frame frame, Detection detection, Landmarks landmarks, Scrutiny scrutiny) =>
        QualityScale.Judge(Measure(frame, detection, landmarks, scrutiny));

    internal FaceMeasures Measure(Frame frame, Detection detection, Landmarks landmarks, Scrutiny scrutiny)
    {
        using ScratchPool<FacePatch>.Rented rented = _patches.Rent();
        FacePatch patch = rented.Value;
        patch.Cut(frame, landmarks);
        double eyes = Distance(landmarks.LeftEye, landmarks.RightEye);
        double? drift = locator is null ? null : Drift(landmarks, locator.LookAgain(patch)) / Math.Max(eyes, 1);
        PoseEstimate? estimate = scrutiny == Scrutiny.Look ? pose?.Estimate(patch) : null;
        return new FaceMeasures(detection.Score, eyes, PatchMeasures.Of(patch), HeadPose.Of(landmarks), estimate, drift);
    }

    public void Dispose() => _patches.Dispose();

    private static double Drift(Landmarks a, Landmarks b) =>
        (Distance(a.LeftEye, b.LeftEye) + Distance(a.RightEye, b.RightEye) + Distance(a.Nose, b.Nose)
            + Distance(a.LeftMouth, b.LeftMouth) + Distance(a.RightMouth, b.RightMouth)) / 5;

    private static double Distance(PixelPoint a, PixelPoint b) => double.Hypot(a.X - b.X, a.Y - b.Y);
}

/// <summary>Everything that is measured of a face, before it is put on scales.</summary>
/// <param name="Score">The detector's, 0 to 1.</param>
/// <param name="EyeDistance">Pixels of the frame.</param>
/// <param name="Geometry">Pose from the five points.</param>
/// <param name="Estimate">Pose from the pack's network, where it was asked.</param>
/// <param name="Drift">
/// How far the five points move, on average and in eye distances, when the network looks again: it finds a clear face
/// where it was, and is led astray by what covers one or is none. Null where the pack has no landmark network.
/// </param>
internal readonly record struct FaceMeasures(
    double Score, double EyeDistance, PatchMeasures Patch, HeadPose Geometry, PoseEstimate? Estimate, double? Drift);
