using System.Globalization;

namespace FaceMatch.LoadTest.Faces;

/// <param name="Images">Pictures done.</param>
/// <param name="Faces">Of them with a face, which was embedded.</param>
/// <param name="ResidentBytes">Of the process, as the system counts it.</param>
/// <param name="HeapBytes">Managed objects that live, after a full collection.</param>
/// <param name="Seconds">Since the start.</param>
internal sealed record MemoryReading(int Images, int Faces, long ResidentBytes, long HeapBytes, double Seconds)
{
    private const double Megabyte = 1 << 20;

    /// <summary>
    /// Growth by least squares over the readings of the second half: until then the pools meet sizes they have not seen.
    /// </summary>
    public static string Slope(IReadOnlyList<MemoryReading> readings)
    {
        MemoryReading[] late = [.. readings.Skip(readings.Count / 2)];
        if (late.Length < 2) return "Too few readings for a slope.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"second half: resident {Fit(late, reading => reading.ResidentBytes):+0.00;-0.00} MB, heap {Fit(late, reading => reading.HeapBytes):+0.00;-0.00} MB per 10,000 pictures");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Images,7} pictures, {Faces,7} faces, resident {ResidentBytes / Megabyte,7:F1} MB, heap {HeapBytes / Megabyte,6:F1} MB, {Seconds,6:F0} s");

    private static double Fit(MemoryReading[] readings, Func<MemoryReading, long> bytes)
    {
        double meanX = readings.Average(reading => reading.Images), meanY = readings.Average(reading => (double)bytes(reading));
        double covariance = readings.Sum(reading => (reading.Images - meanX) * (bytes(reading) - meanY));
        double variance = readings.Sum(reading => (reading.Images - meanX) * (reading.Images - meanX));
        return covariance / variance * 10_000 / Megabyte;
    }
}
