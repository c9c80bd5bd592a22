namespace FaceMatch.Core.Evaluation;

/// <summary>How unequal error rates of groups are.</summary>
public static class Disparity
{
    /// <summary>
    /// Gini coefficient, corrected for the number of groups (Howard et al. 2022, <i>Evaluating proposed fairness models for
    /// face recognition algorithms</i>; the GARBE of ISO/IEC 19795-10): 0 is equal, 1 is all errors in one group.
    /// </summary>
    /// <param name="rates">One a group, none negative. Fewer than two, or all 0, gives 0.</param>
    public static double Gini(IReadOnlyCollection<double> rates)
    {
        double mean = rates.Count == 0 ? 0 : rates.Average();
        if (rates.Count < 2 || mean <= 0) return 0;

        // The sum over all pairs of |x - y|, from the ordered values: each counts by how many lie below and above it.
        double[] ordered = [.. rates.Order()];
        double differences = ordered.Select((rate, i) => 2 * rate * ((2 * i) - ordered.Length + 1)).Sum();
        double n = ordered.Length;
        return Math.Clamp(differences / (2 * n * n * mean) * (n / (n - 1)), 0, 1);
    }

    /// <summary>The highest rate over the lowest; null when the lowest is 0, where no ratio is measured.</summary>
    public static double? WorstToBest(IReadOnlyCollection<double> rates) =>
        rates.Count > 0 && rates.Min() is > 0 and var best ? rates.Max() / best : null;

    /// <summary>
    /// The highest rate over the geometric mean of all (ISO/IEC 19795-10): steadier than the ratio to the lowest, which
    /// rests on the fewest errors. Null when any is 0.
    /// </summary>
    public static double? WorstToGeometricMean(IReadOnlyCollection<double> rates) =>
        rates.Count > 0 && rates.Min() > 0 ? rates.Max() / Math.Exp(rates.Average(Math.Log)) : null;
}
