namespace FaceMatch.Core.Evaluation;

/// <summary>What one search of an open-set test gave.</summary>
/// <param name="Person">Index of the person searched for: a person's searches are not independent of each other.</param>
/// <param name="Image">Index of the probe image.</param>
/// <param name="Mated">Whether the person was to be enrolled, even if enrolment failed.</param>
/// <param name="MateScore">Negative infinity when probe or reference has no template, and for a non-mated search.</param>
/// <param name="MateRank">From 1, by score among the whole gallery; 0 when there was none.</param>
/// <param name="BestOther">The highest score of anybody else; negative infinity when nobody was compared.</param>
/// <param name="Other">Index of the reference image with that score; -1 when there is none.</param>
public readonly record struct SearchOutcome(
    int Person, int Image, bool Mated, float MateScore, int MateRank, float BestOther, int Other);
