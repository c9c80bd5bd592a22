using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Routing;

namespace FaceMatch.Console.Shell;

/// <summary>Language and theme as plain links, so that they work before sign-in and without a script.</summary>
internal static class PreferenceEndpoints
{
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(ConsolePaths.Language, SetLanguage).AllowAnonymous().ExcludeFromDescription();
        routes.MapGet(ConsolePaths.Theme, SetTheme).AllowAnonymous().ExcludeFromDescription();
    }

    private static RedirectHttpResult SetLanguage(HttpContext context, string? value, string? returnUrl)
    {
        if (Languages.All.Contains(value, StringComparer.Ordinal))
        {
            string cookie = CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(Languages.FormatOf(value!), value!));
            Keep(context, CookieRequestCultureProvider.DefaultCookieName, cookie);
        }

        return TypedResults.LocalRedirect(ConsolePaths.Local(returnUrl));
    }

    private static RedirectHttpResult SetTheme(HttpContext context, string? value, string? returnUrl)
    {
        if (Enum.TryParse(value, ignoreCase: true, out ThemeChoice theme))
        {
            Keep(context, Preferences.ThemeCookie, theme.ToString());
        }

        return TypedResults.LocalRedirect(ConsolePaths.Local(returnUrl));
    }

    private static void Keep(HttpContext context, string name, string value) =>
        context.Response.Cookies.Append(name, value, new CookieOptions
        {
            MaxAge = Kept,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            IsEssential = true,
        });
}
