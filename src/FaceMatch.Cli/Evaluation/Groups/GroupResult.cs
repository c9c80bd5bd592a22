using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Groups;

/// <param name="FailureToAcquire">Share of the images in which no face was found.</param>
/// <param name="Fmr">Of comparisons of different people of the group.</param>
/// <param name="Fnmr">Of comparisons of one person of the group with itself; null where the labels name no people.</param>
internal sealed record GroupRates(string Group, int Images, MeasuredRate FailureToAcquire, int People, MeasuredRate Fmr, MeasuredRate? Fnmr);

internal sealed record GroupPair(string First, string Second, MeasuredRate Fmr);

/// <param name="GiniInterval">Not worked out for FNMR.</param>
/// <param name="WorstToBest">Null when the lowest rate is 0.</param>
/// <param name="WorstToGeometricMean">Null when a rate is 0.</param>
internal sealed record Inequality(double Gini, Interval? GiniInterval, double? WorstToBest, double? WorstToGeometricMean);

internal sealed record GroupingResult(
    string By, IReadOnlyList<GroupRates> Groups, IReadOnlyList<GroupPair> Pairs, Inequality Fmr, Inequality? Fnmr);

/// <summary>All rates are shares from 0 to 1.</summary>
/// <param name="Calibration">Id of the calibration that gave the threshold; null when the set itself gave it.</param>
internal sealed record GroupResult(
    int Images, int ImagesWithoutFace, int People, double StatedFmr, string? Calibration, double Threshold, int Seed,
    MeasuredRate Fmr, MeasuredRate? Fnmr, IReadOnlyList<GroupingResult> Groupings);
