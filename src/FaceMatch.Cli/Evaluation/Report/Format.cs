using System.Globalization;
using FaceMatch.Core.Evaluation;

namespace FaceMatch.Cli.Evaluation.Report;

/// <summary>Figures as people read them, alike on every machine.</summary>
internal static class Format
{
    /// <summary>Rates below this would show as 0.0 % with two decimals.</summary>
    private const double TooSmallForDecimals = 5e-4;

    /// <summary>Rates below this are easier to read as a power of ten.</summary>
    private const double TooSmallForPercent = 1e-6;

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    public static string Percent(double rate) => Text($"{100 * rate:F2} %");

    /// <summary>A rate that was asked for, not measured: no digits that it does not have.</summary>
    public static string Target(double rate) => Text($"{100 * rate:G4} %");

    /// <summary>A rate that may be of any size: two decimals of a per cent, or two digits where that would show nothing.</summary>
    public static string Rate(double rate) => rate switch
    {
        0 or >= TooSmallForDecimals => Percent(rate),
        >= TooSmallForPercent => Text($"{100 * rate:G2} %"),
        _ => Text($"{rate:0.0e-0}"),
    };

    public static string Of(Interval interval) => $"{Rate(interval.Low)} to {Rate(interval.High)}";

    public static string Cosine(double cosine) => Text($"{cosine:F3}");

    public static string Counted(MeasuredRate rate) => $"{Count(rate.Count)} of {Count(rate.Of)}";

    /// <summary>Figure, interval, count: the cells of a row about a rate.</summary>
    public static IReadOnlyList<string> Row(string what, MeasuredRate rate) =>
        [what, Rate(rate.Value), Of(rate.Interval), Counted(rate)];
}
