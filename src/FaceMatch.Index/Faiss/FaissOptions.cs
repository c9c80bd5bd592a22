using System.Globalization;
using System.Text.RegularExpressions;

namespace FaceMatch.Index.Faiss;

/// <param name="Factory">As Faiss's index_factory takes it: "Flat", "HNSW32", "IVF4096,SQ8", ...</param>
/// <param name="Settings">How thoroughly it searches, such as "nprobe=64" or "efSearch=128"; empty is
/// <see cref="DefaultSettings"/>.</param>
/// <param name="Threads">Of one call into Faiss; 0 is one a processor.</param>
/// <param name="EraseWithin">How long bytes of removed templates may stay inside Faiss before it is built anew.</param>
public sealed partial record FaissOptions(string Factory, string Settings = "", int Threads = 0, TimeSpan? EraseWithin = null)
{
    /// <summary>Half of the day that oversight gives a watchlist that ended, so that a slow rebuild still meets it.</summary>
    public static readonly TimeSpan DefaultEraseWithin = TimeSpan.FromHours(12);

    /// <summary>Below this many vectors a centroid Faiss warns that its k-means is no good.</summary>
    private const int LeastPerCentroid = 39;

    /// <summary>More make training longer and the centroids hardly better.</summary>
    private const int MostPerCentroid = 64;

    /// <summary>For types that learn something else than centroids of lists.</summary>
    private const int PlainTraining = 10_000;

    public TimeSpan EffectiveEraseWithin => EraseWithin ?? DefaultEraseWithin;

    public int EffectiveThreads => Math.Min(Threads == 0 ? Environment.ProcessorCount : Threads, IndexOptions.MaxThreads);

    public string EffectiveSettings => Settings.Length > 0 ? Settings : DefaultSettings;

    /// <summary>Inverted lists of the type; 0 when it has none.</summary>
    public int Lists
    {
        get
        {
            var lists = InvertedLists().Match(Factory);
            return lists.Success && int.TryParse(lists.Groups["lists"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
                ? count
                : 0;
        }
    }

    /// <summary>Fewer templates than this are not trained on.</summary>
    public int LeastTraining => Lists > 0 ? Lists * LeastPerCentroid : PlainTraining;

    public int MostTraining => Lists > 0 ? Lists * MostPerCentroid : PlainTraining * 4;

    /// <summary>Faiss's own defaults look into a single list and into 16 nodes of a graph, far too little for faces.</summary>
    public string DefaultSettings =>
        Lists > 0 ? string.Create(CultureInfo.InvariantCulture, $"nprobe={Math.Clamp(Lists / 16, Math.Min(8, Lists), 256)}")
        : Factory.Contains("HNSW", StringComparison.Ordinal) ? "efSearch=128"
        : "";

    /// <summary>Every fault, as a sentence that names the setting. Whether Faiss knows the type only Faiss can say.</summary>
    public IReadOnlyList<string> Faults()
    {
        var faults = new List<string>();
        if (string.IsNullOrWhiteSpace(Factory))
            faults.Add("Factory is empty; it must be a type of Faiss, such as Flat, HNSW32 or IVF4096,SQ8.");
        if (Threads is < 0 or > IndexOptions.MaxThreads)
            faults.Add($"Threads is {Threads}; it must be 0 (one a processor) to {IndexOptions.MaxThreads}.");
        if (EffectiveEraseWithin <= TimeSpan.Zero)
            faults.Add($"EraseWithin is {EraseWithin}; it must be above zero.");
        return faults;
    }

    /// <summary>Why this type cannot be used here, for whoever has to refuse a setting; null when it can.</summary>
    public static string? Refusal(string factory, int dimensions)
    {
        var options = new FaissOptions(factory);
        if (options.Faults() is { Count: > 0 } faults)
            return string.Join(' ', faults);
        try
        {
            using var empty = NativeIndex.Create(factory, dimensions, options.EffectiveSettings);
            return null;
        }
        catch (FaissException fault)
        {
            return fault.Message;
        }
    }

    [GeneratedRegex(@"\bIVF(?<lists>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex InvertedLists();
}
