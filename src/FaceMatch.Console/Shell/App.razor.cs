using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;

namespace FaceMatch.Console.Shell;

/// <summary>The page around every page.</summary>
public partial class App
{
    /// <summary>Not rendered twice: each opening of a page is one consultation in the ledger.</summary>
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    [Inject]
    private Preferences Preferences { get; set; } = null!;

    [Inject]
    private IStringLocalizer<ShellText> T { get; set; } = null!;

    [CascadingParameter]
    private HttpContext Http { get; set; } = null!;

    private PreferenceCookies Cookies { get; set; } = null!;

    private string Here => Http.Request.Path + Http.Request.QueryString;

    private IComponentRenderMode? Mode => Http.AcceptsInteractiveRouting() ? Interactive : null;

    protected override void OnInitialized()
    {
        Cookies = Preferences.Read(Http.Request);
        Preferences.Take(Cookies);
    }
}
