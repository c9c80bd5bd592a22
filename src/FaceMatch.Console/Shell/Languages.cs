using System.Globalization;

namespace FaceMatch.Console.Shell;

/// <summary>The languages of the console, each named in itself.</summary>
public static class Languages
{
    public const string Default = "en";

    public static string[] All { get; } = ["en", "fr", "ar"];

    public static string NameOf(string language) => CultureInfo.GetCultureInfo(language).NativeName;

    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName;

    public static bool RightToLeft => CultureInfo.CurrentUICulture.TextInfo.IsRightToLeft;
}
