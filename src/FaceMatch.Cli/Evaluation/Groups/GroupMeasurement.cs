using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Groups;

/// <summary>Counts the errors at one threshold, once, and divides them into groups.</summary>
internal sealed class GroupMeasurement
{
    private readonly LabelTable _table;
    private readonly IReadOnlyList<float[]?> _embeddings;
    private readonly int _seed;
    private readonly int _people;
    private readonly GroupComparisons _comparisons;
    private readonly ErrorPair[] _falseMatches;
    private readonly ErrorPair[] _mated;
    private readonly HashSet<ErrorPair> _falseNonMatches;

    public GroupMeasurement(LabelTable table, IReadOnlyList<float[]?> embeddings, float threshold, int seed)
    {
        (_table, _embeddings, _seed) = (table, embeddings, seed);
        _people = table.PersonOf.Max() + 1;
        _comparisons = new GroupComparisons(table.PersonOf);
        (ErrorPair Pair, float Score)[] kept = Compare(threshold);
        _falseMatches = [.. kept.Where(pair => !Same(pair.Pair)).Select(pair => pair.Pair)];
        _mated = [.. kept.Where(pair => Same(pair.Pair)).Select(pair => pair.Pair)];
        _falseNonMatches = [.. kept.Where(pair => Same(pair.Pair) && pair.Score < threshold).Select(pair => pair.Pair)];
    }

    /// <summary>Of all comparisons of different people.</summary>
    public MeasuredRate Fmr()
    {
        int[] all = [.. WithFace(Enumerable.Range(0, _embeddings.Count))];
        Interval interval = PersonBootstrap.Interval(
            _people, _seed, weights => Ratio(_comparisons.Errors(_falseMatches, weights), _comparisons.NonMated(all, all, weights)));
        return Rate(_falseMatches.Length, _comparisons.NonMated(all, all, Once()), interval);
    }

    public MeasuredRate? Fnmr() => _table.HasPeople ? MeasuredRate.OfTrials(_falseNonMatches.Count, _mated.Length) : null;

    public GroupingResult Measure(Grouping grouping)
    {
        Cell[] cells = Cells(grouping);
        Cell[] within = [.. cells.Where(cell => cell.First == cell.Second)];
        IReadOnlyList<Interval> intervals = PersonBootstrap.Intervals(_people, _seed, weights =>
        {
            double[] rates = [.. cells.Select(cell => Ratio(
                _comparisons.Errors(cell.Errors, weights), _comparisons.NonMated(cell.FirstImages, cell.SecondImages, weights)))];
            double[] inside = [.. rates.Zip(cells).Where(pair => pair.Second.First == pair.Second.Second).Select(pair => pair.First)];
            return [.. rates, inside.Any(double.IsNaN) ? double.NaN : Disparity.Gini(inside)];
        });
        MeasuredRate[] rates = [.. cells.Zip(intervals, (cell, interval) => Rate(
            cell.Errors.Count, _comparisons.NonMated(cell.FirstImages, cell.SecondImages, Once()), interval))];
        GroupRates[] groups =
        [
            .. within.Select(cell => new GroupRates(
                grouping.Groups[cell.First].Name, grouping.Groups[cell.First].Images.Count,
                MeasuredRate.OfTrials(
                    grouping.Groups[cell.First].Images.Count - cell.FirstImages.Count, grouping.Groups[cell.First].Images.Count),
                grouping.Groups[cell.First].Images.Select(image => _table.PersonOf[image]).Distinct().Count(),
                rates[Array.IndexOf(cells, cell)], FnmrOf(cell.FirstImages))),
        ];
        return new GroupingResult(
            grouping.Name,
            groups,
            [.. cells.Zip(rates, (cell, rate) => new GroupPair(grouping.Groups[cell.First].Name, grouping.Groups[cell.Second].Name, rate))],
            Unequal([.. groups.Select(group => group.Fmr.Value)], intervals[^1]),
            _table.HasPeople ? Unequal([.. groups.Select(group => group.Fnmr!.Value.Value)], null) : null);
    }

    private static Inequality Unequal(double[] rates, Interval? gini) => new(
        Disparity.Gini(rates), gini, Disparity.WorstToBest(rates), Disparity.WorstToGeometricMean(rates));

    private MeasuredRate? FnmrOf(IReadOnlyList<int> images)
    {
        if (!_table.HasPeople) return null;
        HashSet<int> inside = [.. images];
        ErrorPair[] mated = [.. _mated.Where(pair => inside.Contains(pair.First) && inside.Contains(pair.Second))];
        return MeasuredRate.OfTrials(mated.Count(_falseNonMatches.Contains), mated.Length);
    }

    /// <summary>Groups with each other and with themselves, with the false matches between them.</summary>
    private Cell[] Cells(Grouping grouping)
    {
        int[][] images = [.. grouping.Groups.Select(group => WithFace(group.Images).ToArray())];
        Dictionary<int, int> groupOf = images.SelectMany((list, group) => list.Select(image => (image, group)))
            .ToDictionary(one => one.image, one => one.group);
        ILookup<(int, int), ErrorPair> errors = _falseMatches
            .Where(pair => groupOf.ContainsKey(pair.First) && groupOf.ContainsKey(pair.Second))
            .ToLookup(pair => (Math.Min(groupOf[pair.First], groupOf[pair.Second]), Math.Max(groupOf[pair.First], groupOf[pair.Second])));
        return
        [
            .. Enumerable.Range(0, images.Length).SelectMany(first => Enumerable.Range(first, images.Length - first)
                .Select(second => new Cell(first, second, images[first], images[second], [.. errors[(first, second)]]))),
        ];
    }

    /// <summary>All mated comparisons, and the non-mated ones that reach the threshold.</summary>
    private (ErrorPair Pair, float Score)[] Compare(float threshold)
    {
        int[] images = [.. WithFace(Enumerable.Range(0, _embeddings.Count))];
        return
        [
            .. images.AsParallel().AsOrdered().SelectMany((first, i) => images.Skip(i + 1)
                .Select(second => (Pair: new ErrorPair(first, second), Score: Similarity.Cosine(_embeddings[first], _embeddings[second])))
                .Where(pair => pair.Score >= threshold || Same(pair.Pair))),
        ];
    }

    private bool Same(ErrorPair pair) => _table.PersonOf[pair.First] == _table.PersonOf[pair.Second];

    private IEnumerable<int> WithFace(IEnumerable<int> images) => images.Where(image => _embeddings[image] is not null);

    private int[] Once() => [.. Enumerable.Repeat(1, _people)];

    private static double Ratio(double count, double of) => of > 0 ? count / of : double.NaN;

    private static MeasuredRate Rate(long count, double of, Interval interval) => new(of > 0 ? count / of : 0, count, (long)of,
        count == 0 ? Interval.Wilson(0, (long)of) : interval);

    private sealed record Cell(
        int First, int Second, IReadOnlyList<int> FirstImages, IReadOnlyList<int> SecondImages, IReadOnlyList<ErrorPair> Errors);
}
