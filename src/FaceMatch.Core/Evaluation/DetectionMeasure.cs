namespace FaceMatch.Core.Evaluation;

/// <summary>How well a detector found the marked faces of a set.</summary>
/// <param name="Pictures">Pictures looked at.</param>
/// <param name="Faces">Marked faces that were asked for.</param>
/// <param name="Ignored">Marked faces that the set itself leaves out.</param>
/// <param name="AveragePrecision">At an IoU of 0.5, 0 to 1.</param>
/// <param name="Operating">Precision and recall at scores that could be the least accepted.</param>
/// <param name="RecallByWidth">Of the faces of a width, the share found at the least accepted score.</param>
public sealed record DetectionMeasure(
    int Pictures,
    int Faces,
    int Ignored,
    double AveragePrecision,
    IReadOnlyList<OperatingPoint> Operating,
    IReadOnlyList<WidthRecall> RecallByWidth);

/// <param name="Score">Faces of this score and better are accepted.</param>
/// <param name="Precision">Share of the accepted that are marked faces; 1 when none is accepted.</param>
/// <param name="Recall">Share of the marked faces that are accepted.</param>
public sealed record OperatingPoint(double Score, double Precision, double Recall);

/// <param name="From">Narrowest width in pixels of the picture, inclusive.</param>
/// <param name="To">Exclusive; null is without end.</param>
public sealed record WidthRecall(int From, int? To, int Faces, int Found)
{
    /// <summary>0 to 1; null when the set has no such face.</summary>
    public double? Recall => Faces == 0 ? null : (double)Found / Faces;
}
