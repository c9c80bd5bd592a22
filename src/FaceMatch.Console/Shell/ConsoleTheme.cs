using MudBlazor;

namespace FaceMatch.Console.Shell;

/// <summary>
/// The console's colours: quiet greys and one blue, so that nothing but the faces draws the eye. No red and green for
/// scores: a colour must not pass a verdict. Text keeps 4.5:1 against its ground (WCAG 2.2, 1.4.3), 7:1 in high contrast.
/// </summary>
public static class ConsoleTheme
{
    private static readonly string[] Fonts =
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Noto Sans Arabic", "Helvetica Neue", "Arial", "sans-serif"];

    private static readonly MudTheme Calm = Make(Light(), Dark());

    private static readonly MudTheme Contrast = Make(Light(), HighContrast());

    public static MudTheme For(ThemeChoice choice) => choice == ThemeChoice.Contrast ? Contrast : Calm;

    private static MudTheme Make(PaletteLight light, PaletteDark dark) => new()
    {
        PaletteLight = light,
        PaletteDark = dark,
        LayoutProperties = new LayoutProperties { DefaultBorderRadius = "6px" },
        Typography = new Typography
        {
            Default = new DefaultTypography { FontFamily = Fonts, FontSize = ".875rem", LineHeight = "1.45", LetterSpacing = "normal" },
            Button = new ButtonTypography { FontFamily = Fonts, FontSize = ".8125rem", FontWeight = "600", TextTransform = "none", LetterSpacing = "normal" },
        },
    };

    private static PaletteLight Light() => new()
    {
        Primary = "#1f5a83",
        PrimaryContrastText = "#ffffff",
        Secondary = "#4a5a68",
        Background = "#f4f6f8",
        BackgroundGray = "#e9edf1",
        Surface = "#ffffff",
        TextPrimary = "#17212b",
        TextSecondary = "#4b5a68",
        TextDisabled = "#6b7885",
        ActionDefault = "#4b5a68",
        LinesDefault = "#d9e0e6",
        LinesInputs = "#8594a1",
        Divider = "#d9e0e6",
        TableLines = "#e3e8ed",
        TableHover = "#f0f4f8",
        Info = "#1f5a83",
        Success = "#22693f",
        Warning = "#8a5300",
        Error = "#a8242b",
        AppbarBackground = "#14212d",
        AppbarText = "#f2f6fa",
    };

    private static PaletteDark Dark() => new()
    {
        Primary = "#84b9dd",
        PrimaryContrastText = "#0d1720",
        Secondary = "#a7b5c1",
        Background = "#10161c",
        BackgroundGray = "#0b1015",
        Surface = "#182028",
        TextPrimary = "#e7edf2",
        TextSecondary = "#a9b7c3",
        TextDisabled = "#84929e",
        ActionDefault = "#a9b7c3",
        LinesDefault = "#2b3640",
        LinesInputs = "#6b7a87",
        Divider = "#2b3640",
        TableLines = "#26303a",
        TableHover = "#1f2932",
        Info = "#84b9dd",
        Success = "#7cc79a",
        Warning = "#e5b567",
        Error = "#f0969b",
        AppbarBackground = "#0b1117",
        AppbarText = "#e7edf2",
    };

    private static PaletteDark HighContrast() => new()
    {
        Primary = "#ffe100",
        PrimaryContrastText = "#000000",
        Secondary = "#ffffff",
        Background = "#000000",
        BackgroundGray = "#000000",
        Surface = "#000000",
        TextPrimary = "#ffffff",
        TextSecondary = "#ffffff",
        TextDisabled = "#d0d0d0",
        ActionDefault = "#ffffff",
        LinesDefault = "#ffffff",
        LinesInputs = "#ffffff",
        Divider = "#ffffff",
        TableLines = "#9a9a9a",
        TableHover = "#1f1f1f",
        Info = "#7fd4ff",
        Success = "#7dff9c",
        Warning = "#ffd166",
        Error = "#ff9c9c",
        AppbarBackground = "#000000",
        AppbarText = "#ffffff",
    };
}
