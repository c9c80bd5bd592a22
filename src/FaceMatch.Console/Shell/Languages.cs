using System.Globalization;

namespace FaceMatch.Console.Shell;

/// <summary>The languages of the console, each named in itself.</summary>
public static class Languages
{
    public const string Default = "en";

    public static string[] All { get; } = ["en", "fr", "ar"];

    /// <summary>How dates and numbers are written; English ones with the day before the month.</summary>
    public static string[] Formats { get; } = ["en-GB", "fr", "ar"];

    /// <summary>The culture that formats for a language.</summary>
    public static string FormatOf(string language) =>
        Formats.First(format => format.StartsWith(language, StringComparison.Ordinal));

    public static string NameOf(string language) => CultureInfo.GetCultureInfo(language).NativeName;

    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static bool RightToLeft => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft;
}
