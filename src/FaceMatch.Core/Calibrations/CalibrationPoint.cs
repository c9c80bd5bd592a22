namespace FaceMatch.Core.Calibrations;

/// <summary>One measured point of the impostor distribution, and what the same threshold costs people who are enrolled.</summary>
/// <param name="Cosine">Score, -1 to 1.</param>
/// <param name="FalseMatchRate">Share of comparisons between different people that score this high or higher, above 0 and at most 1.</param>
/// <param name="FalseNonMatchRate">
/// Share of comparisons of one person with another image of the same that score lower, 0 to 1; null where none were made. A
/// person of many images counts by all their pairs.
/// </param>
public readonly record struct CalibrationPoint(double Cosine, double FalseMatchRate, double? FalseNonMatchRate = null);
