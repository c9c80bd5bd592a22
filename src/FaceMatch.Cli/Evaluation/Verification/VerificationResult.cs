using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Verification;

/// <param name="Far">The false accept rate kept to, 0 to 1.</param>
/// <param name="Threshold">The lowest cosine that keeps to it.</param>
/// <param name="Tar">Share of pairs of one person accepted there.</param>
internal sealed record VerificationPoint(double Far, double Threshold, MeasuredRate Tar);

/// <summary>All rates are shares from 0 to 1.</summary>
/// <param name="AccuracyStdErr">Standard error of the mean over folds.</param>
/// <param name="TarAtFar">As in the answer of <c>evaluate lfw</c>.</param>
internal sealed record VerificationResult(
    int Pairs,
    int Folds,
    int Images,
    double Accuracy,
    double AccuracyStdErr,
    IReadOnlyList<VerificationPoint> Points,
    IReadOnlyDictionary<string, double> TarAtFar,
    double EqualErrorRate,
    int FacesNotFound,
    double ImagesPerSecond,
    int Seed,
    IReadOnlyList<DetPoint> Det,
    ScoreHistogram MatedScores,
    ScoreHistogram NonMatedScores);
