using FaceMatch.Cli.Evaluation.Report;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Groups;

/// <summary>The result as a person reads it.</summary>
internal static class GroupSection
{
    /// <summary>A table of pairs of more groups is for a program to read.</summary>
    private const int MostGroupsInPairs = 12;

    public static ReportSection Of(string set, GroupResult result) => new(
        $"Groups of people on {set}", Protocol(result), [.. Tables(result)], []);

    private static IReadOnlyList<string> Protocol(GroupResult result) =>
    [
        Format.Text($"Every image is compared with every image of other people. One threshold for everybody, cosine {result.Threshold:F3}: ")
            + (result.Calibration is { } id
                ? $"that at which calibration {id} states FMR {Format.Target(result.StatedFmr)}."
                : $"that at which all comparisons of the set together keep to FMR {Format.Target(result.StatedFmr)}."),
        Format.Text($"An image in which no face is found is compared with none: what share of a group that is stands in its own column. FMR of a group is that of comparisons of different people within it. Intervals: bootstrap over people (1,000 replicates, seed {result.Seed}); where no error was seen, Wilson."),
        "Gini coefficient of the rates of groups, corrected for their number (Howard et al. 2022, GARBE of ISO/IEC 19795-10): 0 is equal, 1 is all errors in one group. Its estimate is biased upwards where rates rest on few errors. Worst to best is the ratio of the highest rate to the lowest, worst to mean that of the highest to the geometric mean.",
        "Labels are those of the set, made by machine or by observers; they are no statement of how anybody describes themselves, and a wrong label moves a rate towards the others.",
    ];

    private static IEnumerable<ReportTable> Tables(GroupResult result)
    {
        bool people = result.Fnmr is not null;
        yield return new ReportTable("All comparisons", ["Measure", "Value", "95 % interval", "Comparisons"],
        [
            [.. Format.Row($"FMR (stated: {Format.Target(result.StatedFmr)})", result.Fmr)],
            .. people ? (string[][])[[.. Format.Row("FNMR", result.Fnmr!.Value)]] : [],
            ["Images", Format.Count(result.Images), "", ""],
            ["Images without a detected face (failures to acquire)", Format.Count(result.ImagesWithoutFace), "", ""],
        ]);
        foreach (GroupingResult grouping in result.Groupings)
        {
            yield return new ReportTable(
                $"By {grouping.By}",
                ["Group", "Images", "No face found", "FMR", "95 % interval", "Comparisons", .. people ? (string[])["FNMR", "95 % interval", "Comparisons"] : []],
                [
                    .. grouping.Groups.Select(group => (string[])
                    [
                        group.Group, Format.Count(group.Images), Format.Rate(group.FailureToAcquire.Value), .. Format.Row("", group.Fmr).Skip(1),
                        .. group.Fnmr is { } fnmr ? Format.Row("", fnmr).Skip(1) : [],
                    ]),
                ],
                Words("FMR", grouping.Fmr) + (grouping.Fnmr is { } unequal ? " " + Words("FNMR", unequal) : ""));
            if (grouping.Groups.Count > MostGroupsInPairs) continue;
            yield return new ReportTable(
                $"FMR between groups, by {grouping.By}", ["Group", .. grouping.Groups.Select(group => group.Group)],
                [.. grouping.Groups.Select(first => (string[])
                    [first.Group, .. grouping.Groups.Select(second => Format.Rate(Pair(grouping, first.Group, second.Group).Value))])]);
        }
    }

    private static string Words(string rate, Inequality unequal) => Format.Text(
        $"{rate}: Gini {unequal.Gini:F2}{Within(unequal.GiniInterval)}; worst to best {Ratio(unequal.WorstToBest)}, worst to mean {Ratio(unequal.WorstToGeometricMean)}.");

    private static string Within(Interval? interval) =>
        interval is { } known ? Format.Text($", interval {known.Low:F2} to {known.High:F2}") : "";

    private static string Ratio(double? ratio) => ratio is { } value ? Format.Text($"{value:F1}") : "not measurable, a group has no error";

    private static MeasuredRate Pair(GroupingResult grouping, string first, string second) => grouping.Pairs.First(pair =>
        (pair.First == first && pair.Second == second) || (pair.First == second && pair.Second == first)).Fmr;
}
