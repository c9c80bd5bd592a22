using System.Collections.Immutable;
using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;

namespace FaceMatch.Benchmarks.Search;

/// <summary>Adds what an index costs beside time, and runs the benchmarks of one index one after the other.</summary>
internal sealed class GalleryIndexConfig : ManualConfig
{
    public GalleryIndexConfig()
    {
        AddColumn(
            new CostColumn("Recall at 20", costs => Percent(costs.RecallAt20)),
            new CostColumn("Added FNIR", costs => Percent(costs.AddedFnir)),
            new CostColumn("MB", costs => (costs.Bytes / 1e6).ToString("F0", CultureInfo.InvariantCulture)),
            new CostColumn("Build s", costs => costs.Build.TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)));
        Orderer = new ByIndex();
    }

    /// <summary>Filled by the set-up of each index; the benchmarks run in this process.</summary>
    public static Dictionary<(string Kind, int Templates), IndexCosts> Costs { get; } = [];

    private static string Percent(double share) => (share * 100).ToString("F2", CultureInfo.InvariantCulture) + " %";

    private static (string Kind, int Templates) IndexOf(BenchmarkCase benchmark) =>
        ((string)benchmark.Parameters[nameof(GalleryIndexBenchmarks.Kind)], (int)benchmark.Parameters[nameof(GalleryIndexBenchmarks.Templates)]);

    private sealed class ByIndex : DefaultOrderer
    {
        public override IEnumerable<BenchmarkCase> GetExecutionOrder(
            ImmutableArray<BenchmarkCase> benchmarksCase, IEnumerable<BenchmarkLogicalGroupRule>? order = null) =>
            benchmarksCase.OrderBy(benchmark => IndexOf(benchmark).Templates).ThenBy(benchmark => IndexOf(benchmark).Kind, StringComparer.Ordinal);
    }

    private sealed class CostColumn(string name, Func<IndexCosts, string> show) : IColumn
    {
        public string Id => name;

        public string ColumnName => name;

        public bool AlwaysShow => true;

        public ColumnCategory Category => ColumnCategory.Custom;

        public int PriorityInCategory => 0;

        public bool IsNumeric => true;

        public UnitType UnitType => UnitType.Dimensionless;

        public string Legend => name;

        public bool IsAvailable(Summary summary) => true;

        public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
            Costs.TryGetValue(IndexOf(benchmarkCase), out var costs) ? show(costs) : "?";

        public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) => GetValue(summary, benchmarkCase);
    }
}
