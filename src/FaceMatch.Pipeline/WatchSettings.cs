namespace FaceMatch.Pipeline;

/// <summary>How a camera's faces are chosen and searched. Measured on the stage and crowd videos.</summary>
public sealed record WatchSettings
{
    public static readonly WatchSettings Default = new();

    /// <summary>
    /// Pixels of a pushed picture's longer side that are decoded at the least: 4K. The narrowest face that is looked for there has
    /// 64, more than an embedder's eyes and mouth need; a phone's 48 megapixels would cost five times as much.
    /// </summary>
    public const int EnoughSide = 3840;

    /// <summary>Narrowest face that is looked for, in pixels of the frame; null is <see cref="Core.Faces.SmallestFace.InLive"/>.</summary>
    public float? SmallestFace { get; init; }

    /// <summary>
    /// Faces of a lower overall quality (0 to 1) are no evidence: below it four of five comparisons of a person with
    /// himself fail, and 99 in 100 crops that are no face lie below it (bench/README.md, Quality).
    /// </summary>
    public double LeastQuality { get; init; } = 0.5;

    /// <summary>The first shots of a track are all taken, so that a short passage still gives evidence that is averaged.</summary>
    public int EnoughShots { get; init; } = 3;

    /// <summary>After those, a shot must beat the best one by this share; it bounds a track to about a dozen embeddings.</summary>
    public double QualityGain { get; init; } = 0.05;

    /// <summary>Subjects that one track may be proposed for; above a deployment's threshold there is rarely a second.</summary>
    public int SubjectsPerSearch { get; init; } = 5;

    /// <summary>
    /// The gallery is asked for neighbours down to this far below the threshold and the decision is made here, on the
    /// cosine that it returns: how a shard prunes must not decide who is alerted.
    /// </summary>
    public float SearchMargin { get; init; } = 0.05f;

    /// <summary>From <see cref="Core.Policies.RecognitionPolicy.AlertCooldown"/>.</summary>
    public TimeSpan AlertCooldown { get; init; } = Core.Policies.RecognitionPolicy.Default.AlertCooldown;
}
