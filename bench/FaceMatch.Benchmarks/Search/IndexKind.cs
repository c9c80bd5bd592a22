using System.Globalization;

namespace FaceMatch.Benchmarks.Search;

internal static class IndexKind
{
    public const int BatchSize = 32;
    public const string Int8 = "exact int8";
    public const string Float32 = "exact float32";
    public const string Flat = "Faiss Flat";
    public const string InvertedLists = "Faiss IVF,SQ8";
    public const string Graph = "Faiss HNSW32";

    /// <returns>As Faiss's index_factory takes it; null for a scan of our own.</returns>
    public static string? FactoryOf(string kind, int templates) => kind switch
    {
        Flat => "Flat",
        Graph => "HNSW32",
        // Faiss's own advice: four to sixteen times the root; the fewest, since training them needs 39 templates each.
        InvertedLists => string.Create(CultureInfo.InvariantCulture, $"IVF{PowerBelow(4 * Math.Sqrt(templates))},SQ8"),
        _ => null,
    };

    private static int PowerBelow(double value) => 1 << (int)Math.Log2(value);
}
