namespace FaceMatch.Core.Calibrations;

/// <summary>A calibration cannot be used; the message lists every fault.</summary>
public sealed class CalibrationException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>What a calibration must hold before a score may be read by it.</summary>
internal static class CalibrationRules
{
    public static void Check(CalibrationProvenance provenance, IReadOnlyList<CalibrationPoint> points)
    {
        List<string> faults = [.. Faults(provenance), .. Faults(points)];
        if (faults.Count > 0)
            throw new CalibrationException($"Calibration '{provenance.Id}' is not usable: {string.Join("; ", faults)}.");
    }

    private static IEnumerable<string> Faults(CalibrationProvenance provenance)
    {
        if (string.IsNullOrWhiteSpace(provenance.Id)) yield return "id is missing";
        if (string.IsNullOrWhiteSpace(provenance.Pack)) yield return "pack is missing";
        if (string.IsNullOrWhiteSpace(provenance.Embedder)) yield return "embedder is missing";
        if (provenance.Comparisons < 1) yield return "comparisons must be at least 1";
        if (provenance.LargestGallery < 1) yield return "largestGallery must be at least 1";
        if (provenance.GenuineComparisons < 0) yield return "genuineComparisons must not be negative";
    }

    private static IEnumerable<string> Faults(IReadOnlyList<CalibrationPoint>? points)
    {
        if (points is null || points.Count < 2)
        {
            yield return "points must be at least two";
            yield break;
        }

        for (int i = 0; i < points.Count; i++)
        {
            CalibrationPoint point = points[i];
            if (!(point.Cosine >= -1 && point.Cosine <= 1)) yield return $"points[{i}].cosine is outside -1 to 1";
            if (!(point.FalseMatchRate > 0 && point.FalseMatchRate <= 1))
                yield return $"points[{i}].falseMatchRate is not above 0 and at most 1";
            if (point.FalseNonMatchRate is { } missed && !(missed >= 0 && missed <= 1))
                yield return $"points[{i}].falseNonMatchRate is outside 0 to 1";
            if (i == 0) continue;
            if (!(point.Cosine > points[i - 1].Cosine)) yield return $"points[{i}].cosine does not rise";
            if (!(point.FalseMatchRate < points[i - 1].FalseMatchRate))
                yield return $"points[{i}].falseMatchRate does not fall";
            if (point.FalseNonMatchRate.HasValue != points[i - 1].FalseNonMatchRate.HasValue
                || point.FalseNonMatchRate < points[i - 1].FalseNonMatchRate)
                yield return $"points[{i}].falseNonMatchRate falls, or only some points have one";
        }
    }
}
