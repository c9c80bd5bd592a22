using System.Globalization;
using FaceMatch.Core.Galleries;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Shared;

/// <summary>Numbers and codes as a person reads them.</summary>
public static class Wording
{
    /// <summary>From this rate on "once in N" would be once in one or two comparisons, which says less than "most".</summary>
    private const double MostlyFrom = 0.4;

    /// <summary>A false match rate in words, to two significant figures: "a stranger scores this high once in 40,000 comparisons".</summary>
    /// <param name="fmr">0 to 1.</param>
    public static string FmrInWords(this IStringLocalizer<Words> words, double fmr)
    {
        if (double.IsNaN(fmr) || fmr >= MostlyFrom) return words["Fmr.Often"];
        if (fmr <= 0) return words["Fmr.Never"];
        return words["Fmr.Once", OnceIn(fmr).ToString("N0", CultureInfo.CurrentCulture)];
    }

    /// <summary>The N of "once in N", rounded to two significant figures.</summary>
    public static double OnceIn(double fmr)
    {
        double exact = 1 / fmr;
        double step = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(exact)) - 1));
        return Math.Round(exact / step, MidpointRounding.AwayFromZero) * step;
    }

    /// <summary>Three decimals, with a real minus sign.</summary>
    public static string Cosine(float cosine) => cosine.ToString("0.000;−0.000;0.000", CultureInfo.CurrentCulture);

    /// <summary>A code of the API in the reader's language; a code that the console does not know is shown as it is.</summary>
    public static string Code(this IStringLocalizer<Words> words, string kind, string code) =>
        words[$"{kind}.{code}"] is { ResourceNotFound: false } known ? known.Value : code;

    public static string CoverageInWords(this IStringLocalizer<Words> words, Coverage coverage)
    {
        string searched = coverage.TemplatesSearched.ToString("N0", CultureInfo.CurrentCulture);
        return coverage.Complete
            ? words["Coverage.Complete", searched]
            : words["Coverage.Incomplete", coverage.ShardsAnswered, coverage.ShardsTotal, searched];
    }

    /// <summary>How long until or since, in the largest unit that fits.</summary>
    public static string Span(this IStringLocalizer<Words> words, TimeSpan span) => span.Duration() switch
    {
        { TotalDays: >= 2 } long1 => words["Span.Days", (int)long1.TotalDays],
        { TotalHours: >= 1 } hours => words["Span.Hours", (int)hours.TotalHours, hours.Minutes],
        var rest => words["Span.Minutes", (int)Math.Ceiling(rest.TotalMinutes)],
    };
}
