using Microsoft.AspNetCore.Components;

namespace FaceMatch.Console.Shell;

public partial class Routes
{
    [Inject]
    private Preferences Preferences { get; set; } = null!;

    [Parameter]
    public PreferenceCookies? Cookies { get; set; }

    protected override void OnInitialized()
    {
        if (Cookies is { } cookies) Preferences.Take(cookies);
    }
}
