namespace FaceMatch.Core.Policies;

/// <summary>How a score is spoken of. A band is a range of false match rates, not a certainty.</summary>
public enum ScoreBand
{
    None,
    Weak,
    Moderate,
    Strong,
}

/// <summary>
/// The numbers that policy may tighten and never loosen (oversight rules 13 and 14).
/// </summary>
public sealed record RecognitionPolicy
{
    public static readonly RecognitionPolicy Default = new();

    /// <summary>No deployment may alert at a looser false match rate than this.</summary>
    public double LoosestFmr { get; init; } = 1e-4;

    /// <summary>Nor at a looser false positive identification rate, at the size of its own gallery.</summary>
    public double LoosestFpir { get; init; } = 1e-3;

    /// <summary>False alerts for each face that was compared; a deployment above it suspends itself.</summary>
    public double FalseAlertCeiling { get; init; } = 1e-3;

    /// <summary>
    /// A rate is told from no fewer: by one alone a deployment that just keeps to the ceiling would be above it more often than
    /// not before its thousandth face.
    /// </summary>
    public int FewestFalseAlerts { get; init; } = 2;

    public double StrongAtFmr { get; init; } = 1e-6;

    public double ModerateAtFmr { get; init; } = 1e-5;

    public double WeakAtFmr { get; init; } = 1e-4;

    /// <summary>
    /// Enrolment refuses faces of a lower overall quality, 0 to 1: four of five later comparisons with such an image fail.
    /// Of the 6,410 portraits of lfw-dev one in a hundred lies below 0.66 (bench/README.md, Quality).
    /// </summary>
    public double LeastEnrolmentQuality { get; init; } = 0.5;

    /// <summary>A camera says nothing more about the same subject for this long.</summary>
    public TimeSpan AlertCooldown { get; init; } = TimeSpan.FromSeconds(60);

    public ScoreBand BandOf(double fmr) =>
        fmr <= StrongAtFmr ? ScoreBand.Strong
        : fmr <= ModerateAtFmr ? ScoreBand.Moderate
        : fmr <= WeakAtFmr ? ScoreBand.Weak
        : ScoreBand.None;

    /// <summary>
    /// The strictest of what was asked for and both floors. A search of N subjects makes about N comparisons, so
    /// FPIR is close to N x FMR while that is small (ISO/IEC 19795-1).
    /// </summary>
    public double EffectiveFmr(double askedFmr, int gallerySize) =>
        Math.Min(askedFmr, Math.Min(LoosestFmr, LoosestFpir / Math.Max(1, gallerySize)));
}
