using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.OpenSet;

/// <param name="Fpir">The rate asked for, 0 to 1.</param>
/// <param name="Threshold">The lowest cosine that keeps to it on these searches.</param>
/// <param name="Fnir">Share of mated searches that miss there; interval by bootstrap over people.</param>
/// <param name="FnirMean">Mean over galleries, each at its own threshold.</param>
/// <param name="FnirDeviation">Sample deviation of these from gallery to gallery.</param>
internal sealed record OpenSetOperatingPoint(
    double Fpir, double Threshold, MeasuredRate Fnir, double FnirMean, double FnirDeviation);

/// <param name="Fpir">The rate for which the threshold was chosen on the development half.</param>
/// <param name="Achieved">What that threshold gave on people it never saw.</param>
internal sealed record TransferredPoint(double Fpir, double Threshold, MeasuredRate Achieved, MeasuredRate Fnir);

/// <param name="Gallery">Subjects enrolled, of development and test alike up to one.</param>
internal sealed record Transfer(int DevelopmentPeople, int TestPeople, int Gallery, IReadOnlyList<TransferredPoint> Points);

internal sealed record FnirPoint(double Fpir, double Fnir);

internal sealed record GallerySize(int Subjects, double Rank1, IReadOnlyList<FnirPoint> FnirAtFpir);

internal sealed record OpenSetCounts(
    int People, int Images, int ImagesWithoutFace, int Galleries, int SubjectsPerGallery, long MatedSearches,
    long NonMatedSearches, long FailedEnrolments, long MatedSearchesWithoutEnrolment);

/// <summary>All rates are shares from 0 to 1.</summary>
internal sealed record OpenSetResult(
    OpenSetCounts Counts,
    int Seed,
    MeasuredRate Rank1,
    MeasuredRate Rank10,
    IReadOnlyList<OpenSetOperatingPoint> FnirAtFpir,
    Transfer Transfer,
    IReadOnlyList<GallerySize> GallerySizes,
    IReadOnlyList<double> Cmc,
    IReadOnlyList<DetPoint> Det,
    ScoreHistogram MatedScores,
    ScoreHistogram NonMatedScores);
