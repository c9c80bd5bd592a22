namespace FaceMatch.Core.Calibrations;

/// <summary>One measured point of the impostor distribution.</summary>
/// <param name="Cosine">Score, -1 to 1.</param>
/// <param name="FalseMatchRate">Share of comparisons between different people that score this high or higher, above 0 and at most 1.</param>
public readonly record struct CalibrationPoint(double Cosine, double FalseMatchRate);
