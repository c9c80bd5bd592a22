using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;

namespace FaceMatch.Console.Shell;

/// <summary>Language and theme. Before sign-in they are plain links; inside, a theme changes without losing what was typed.</summary>
public partial class PreferenceMenus
{
    [Inject]
    private Preferences Preferences { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Script { get; set; } = null!;

    [Inject]
    private IStringLocalizer<ShellText> T { get; set; } = null!;

    [Parameter]
    public bool Interactive { get; set; }

    private string LinkTo(string path, string value) => QueryHelpers.AddQueryString(
        path, new Dictionary<string, string?> { ["value"] = value, ["returnUrl"] = new Uri(Navigation.Uri).PathAndQuery });

    private void Reload(string link) => Navigation.NavigateTo(link, forceLoad: true);

    private async Task ChooseAsync(ThemeChoice theme)
    {
        Preferences.Choose(theme);
        await using IJSObjectReference module = await Script.ImportConsoleAsync();
        await module.InvokeVoidAsync("keepTheme", theme.ToString());
    }
}
