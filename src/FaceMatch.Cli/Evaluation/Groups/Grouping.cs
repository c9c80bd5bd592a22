using System.Globalization;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Evaluation.Groups;

/// <summary>One way to divide the images: by a label, or by several at once.</summary>
/// <param name="Name">The label, or labels joined by <c>+</c>.</param>
/// <param name="Groups">Names and images of the groups, in order of the names.</param>
internal sealed record Grouping(string Name, IReadOnlyList<(string Name, IReadOnlyList<int> Images)> Groups)
{
    /// <summary>A number with more values than this is grouped by decades.</summary>
    private const int MostValues = 12;

    /// <summary>Fewer images give no rate worth showing.</summary>
    private const int FewestImages = 10;

    private const char Joint = '+';

    /// <param name="name">A label column, or several joined by <c>+</c>.</param>
    /// <exception cref="UsageException">No such column, or it does not divide the images into groups.</exception>
    public static Grouping By(string name, LabelTable table)
    {
        IReadOnlyList<string>[] columns = [.. name.Split(Joint).Select(column => Binned(
            table.Labels.GetValueOrDefault(column) ?? throw new UsageException(
                $"There is no label '{column}'. Known: {string.Join(", ", table.Labels.Keys)}.")))];
        (string Name, IReadOnlyList<int> Images)[] groups =
        [
            .. Enumerable.Range(0, table.Files.Count)
                .GroupBy(image => string.Join(", ", columns.Select(column => column[image])), StringComparer.Ordinal)
                .Where(group => group.Count() >= FewestImages)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => (group.Key, (IReadOnlyList<int>)[.. group])),
        ];
        if (groups.Length < 2)
            throw new UsageException($"The label '{name}' gives fewer than two groups of at least {FewestImages} images.");
        return new Grouping(name, groups);
    }

    private static IReadOnlyList<string> Binned(IReadOnlyList<string> values)
    {
        if (values.Distinct(StringComparer.Ordinal).Count() <= MostValues) return values;
        double?[] numbers = [.. values.Select(value =>
            double.TryParse(value, CultureInfo.InvariantCulture, out double number) ? number : (double?)null)];
        if (Array.Exists(numbers, number => number is null)) return values;
        return [.. numbers.Select(number => 10 * (int)Math.Floor(number!.Value / 10))
            .Select(decade => string.Create(CultureInfo.InvariantCulture, $"{decade} to {decade + 9}"))];
    }
}
