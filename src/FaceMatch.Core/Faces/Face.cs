namespace FaceMatch.Core.Faces;

/// <summary>A face found in a frame.</summary>
/// <param name="Score">The detector's, 0 to 1; comparable within one detector only.</param>
/// <param name="Landmarks">From detectors that find points too; null from those that find boxes only.</param>
public readonly record struct Detection(Box Box, float Score, Landmarks? Landmarks = null);

/// <summary>
/// How useful a face is for comparison, in the spirit of ISO/IEC 29794-5: components from 0 (useless) to 1 (ideal), and
/// one overall value of the same range, their weighted geometric mean (formulas, weights and the error-versus-discard
/// curve they are validated by: bench/README.md, Quality). Yaw, pitch and roll are degrees; 0 is frontal, positive yaw
/// turns towards the right of the picture, positive pitch up, positive roll clockwise.
/// </summary>
/// <param name="Sharpness">Fineness of the edges at the size that faces are compared at.</param>
/// <param name="Size">By the distance of the eyes.</param>
/// <param name="Reasons">
/// Stable codes of <see cref="QualityReasons"/> such as <c>too-small</c>, <c>too-blurred</c>, <c>turned-away</c>; empty
/// when nothing stands out.
/// </param>
public sealed record FaceQuality(
    double Overall, double Sharpness, double Size, double Yaw, double Pitch, double Roll, IReadOnlyList<string> Reasons)
{
    /// <summary>No response at all counts as this much, so that of poor faces one can still be the poorer.</summary>
    private const double LeastResponse = 0.02;

    /// <summary>Neither too dark nor burnt out.</summary>
    public double Exposure { get; init; } = 1;

    /// <summary>Spread of the gray values.</summary>
    public double Contrast { get; init; } = 1;

    /// <summary>How little the head is turned away.</summary>
    public double Frontality { get; init; } = 1;

    /// <summary>How sure the models are of what they see: low where a face is covered, or is none.</summary>
    public double Visibility { get; init; } = 1;

    /// <summary>The detector's own score.</summary>
    public double Detection { get; init; } = 1;

    /// <summary>How strongly the recognition network responds; 1 until the face was embedded.</summary>
    public double Recognisability { get; init; } = 1;

    /// <summary>
    /// With what the recognition network itself made of the face: overall becomes the geometric mean of what was seen
    /// and how strongly the network responded.
    /// </summary>
    /// <param name="recognisability">As <see cref="IFaceVision.Embed"/> gave it; null changes nothing.</param>
    public FaceQuality Confirmed(double? recognisability) => recognisability is { } response
        ? this with { Recognisability = response, Overall = Math.Sqrt(Overall * Math.Max(response, LeastResponse)) }
        : this;

    /// <summary>What to say of a face that is too poor as a whole: what stands out, or else what its weakest component says.</summary>
    public string WeakestPoint() => Reasons.Count > 0 ? Reasons[0] : new (double Value, string Reason)[]
    {
        (Size, QualityReasons.TooSmall),
        (Sharpness, QualityReasons.TooBlurred),
        (Frontality, QualityReasons.TurnedAway),
        (Exposure, QualityReasons.TooDark),
        (Contrast, QualityReasons.LowContrast),
        (Visibility, QualityReasons.ProbablyCovered),
    }.MinBy(component => component.Value).Reason;
}

/// <summary>One face of a still, ready to be searched with.</summary>
/// <param name="Embedding">L2-normalised; length is the pack's embedding size.</param>
public sealed record AnalysedFace(Detection Detection, Landmarks Landmarks, FaceQuality Quality, float[] Embedding);

/// <summary>Which models made a result: names with versions, and the calibration that gives their scores a meaning.</summary>
public sealed record ModelIdentity(string Pack, string Detector, string Embedder, string Calibration, int EmbeddingSize);
