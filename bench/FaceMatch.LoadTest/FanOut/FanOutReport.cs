using System.Globalization;

namespace FaceMatch.LoadTest.FanOut;

/// <param name="Shards">Of a small gallery on one silo, whose scan takes next to nothing.</param>
/// <param name="SearchMicroseconds">Median of a search through the gallery.</param>
/// <param name="IndexMicroseconds">Median of the same search of the same templates in one index.</param>
internal sealed record FanOutCost(int Shards, double SearchMicroseconds, double IndexMicroseconds);

/// <param name="SearchesPerSecond">With 32 at a time, sent through all silos in turn.</param>
internal sealed record SiloThroughput(int Silos, double SearchesPerSecond);

internal sealed record FanOutReport(IReadOnlyList<FanOutCost> Costs, IReadOnlyList<SiloThroughput> Throughputs)
{
    public string ToText()
    {
        IEnumerable<string> costs = Costs.Select(cost => string.Create(
            CultureInfo.InvariantCulture,
            $"{cost.Shards,3} shards: {cost.SearchMicroseconds:F0} us, one index {cost.IndexMicroseconds:F0} us, so {cost.SearchMicroseconds - cost.IndexMicroseconds:F0} us for asking"));
        IEnumerable<string> silos = Throughputs.Select(throughput => string.Create(
            CultureInfo.InvariantCulture,
            $"{throughput.Silos} silo(s): {throughput.SearchesPerSecond:F0} searches/s, {throughput.SearchesPerSecond / Throughputs[0].SearchesPerSecond:F2} x one"));
        return string.Join(Environment.NewLine, costs.Concat(silos));
    }
}
