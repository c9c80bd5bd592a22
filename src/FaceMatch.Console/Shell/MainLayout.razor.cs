using FaceMatch.Console.Acts;
using FaceMatch.Core.Accounts;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Shell;

/// <summary>Bar, rail and room; nobody who is not signed in gets past it.</summary>
public sealed partial class MainLayout : IDisposable
{
    private Actor? _me;
    private bool _open;
    private ErrorBoundary? _boundary;

    [Inject]
    private Desk Desk { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private Preferences Preferences { get; set; } = null!;

    [Inject]
    private IStringLocalizer<ShellText> T { get; set; } = null!;

    /// <summary>With the path: a bare fragment would lead to the base address.</summary>
    private string MainAnchor => new Uri(Navigation.Uri).PathAndQuery + "#main";

    protected override async Task OnInitializedAsync()
    {
        Preferences.Changed += Repaint;
        Navigation.LocationChanged += Moved;
        _me = await Desk.WhoAsync();
        if (_me is null)
        {
            Navigation.NavigateTo(ConsolePaths.SignInThenReturn(new Uri(Navigation.Uri).PathAndQuery), forceLoad: true);
        }
    }

    private void Toggle() => _open = !_open;

    private void Recover() => _boundary?.Recover();

    private void Repaint(object? sender, EventArgs args) => _ = InvokeAsync(StateHasChanged);

    private void Moved(object? sender, LocationChangedEventArgs moved)
    {
        _open = false;
        _boundary?.Recover();
        Repaint(this, moved);
    }

    public void Dispose()
    {
        Preferences.Changed -= Repaint;
        Navigation.LocationChanged -= Moved;
    }
}
