namespace FaceMatch.Core.Faces;

/// <summary>A face found in a frame.</summary>
/// <param name="Score">The detector's, 0 to 1; comparable within one detector only.</param>
/// <param name="Landmarks">From detectors that find points too; null from those that find boxes only.</param>
public readonly record struct Detection(Box Box, float Score, Landmarks? Landmarks = null);

/// <summary>
/// How useful a face is for comparison, in the spirit of ISO/IEC 29794-5. Overall, sharpness and size run from 0
/// (useless) to 1 (ideal). Yaw, pitch and roll are degrees; 0 is frontal, positive yaw turns towards the right of the
/// picture, positive pitch up, positive roll clockwise. Reasons are stable codes such as <c>too-small</c>,
/// <c>too-blurred</c>, <c>turned-away</c>, <c>too-dark</c>, <c>overexposed</c>; empty when nothing stands out.
/// </summary>
public sealed record FaceQuality(
    double Overall, double Sharpness, double Size, double Yaw, double Pitch, double Roll, IReadOnlyList<string> Reasons);

/// <summary>One face of a still, ready to be searched with.</summary>
/// <param name="Embedding">L2-normalised; length is the pack's embedding size.</param>
public sealed record AnalysedFace(Detection Detection, Landmarks Landmarks, FaceQuality Quality, float[] Embedding);

/// <summary>Which models made a result: names with versions, and the calibration that gives their scores a meaning.</summary>
public sealed record ModelIdentity(string Pack, string Detector, string Embedder, string Calibration, int EmbeddingSize);
