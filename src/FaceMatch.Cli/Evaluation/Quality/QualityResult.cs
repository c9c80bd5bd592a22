using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Quality;

/// <param name="Gain">Share of the possible gain over the curve, 1 perfect, 0 none.</param>
internal sealed record DiscardCurve(string Predictor, double Gain, IReadOnlyList<DiscardPoint> Points);

internal sealed record ReasonCount(string Reason, int Images);

/// <summary>All rates are shares from 0 to 1.</summary>
/// <param name="Fnmr">At the threshold, with nothing discarded.</param>
internal sealed record QualityResult(
    int People,
    int Images,
    int ImagesWithoutFace,
    long NonMatedComparisons,
    int MostMatedPerPerson,
    int Seed,
    double Fmr,
    double Threshold,
    MeasuredRate Fnmr,
    IReadOnlyList<DiscardCurve> Curves,
    ScoreHistogram Overall,
    IReadOnlyList<ReasonCount> Reasons);
