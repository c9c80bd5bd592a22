using Microsoft.AspNetCore.Http;

namespace FaceMatch.Console.Shell;

public enum ThemeChoice
{
    /// <summary>Light or dark, as the person's own system is set.</summary>
    System,
    Light,
    Dark,
    Contrast,
}

/// <summary>
/// How one person likes to see the console, kept in cookies of their own browser and read when a page is asked for.
/// </summary>
public sealed class Preferences
{
    internal const string ThemeCookie = "fm-theme";

    /// <summary>Written by the page's script: what "as my system" means on this machine.</summary>
    private const string SchemeCookie = "fm-scheme";

    private const string ZoneCookie = "fm-zone";

    public ThemeChoice Theme { get; private set; }

    public bool SystemIsDark { get; private set; }

    public TimeZoneInfo Zone { get; private set; } = TimeZoneInfo.Utc;

    public event EventHandler? Changed;

    public bool Dark => Theme switch
    {
        ThemeChoice.Dark or ThemeChoice.Contrast => true,
        ThemeChoice.System => SystemIsDark,
        ThemeChoice.Light => false,
        _ => false,
    };

    public void Choose(ThemeChoice theme)
    {
        Theme = theme;
        Changed?.Invoke(this, EventArgs.Empty);
    }

    public void Take(PreferenceCookies cookies)
    {
        Theme = Enum.TryParse(cookies.Theme, ignoreCase: true, out ThemeChoice theme) ? theme : ThemeChoice.System;
        SystemIsDark = string.Equals(cookies.Scheme, "dark", StringComparison.Ordinal);
        Zone = cookies.Zone is { Length: > 0 } id && TimeZoneInfo.TryFindSystemTimeZoneById(id, out TimeZoneInfo? zone) ? zone : TimeZoneInfo.Utc;
    }

    public DateTime ToLocal(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, Zone).DateTime;

    /// <summary>What a person typed on their own clock, as a moment.</summary>
    public DateTimeOffset FromLocal(DateTime local)
    {
        DateTime unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        return new DateTimeOffset(unspecified, Zone.GetUtcOffset(unspecified));
    }

    public static PreferenceCookies Read(HttpRequest request) =>
        new(request.Cookies[ThemeCookie], request.Cookies[SchemeCookie], request.Cookies[ZoneCookie]);
}

/// <summary>Handed from the request that serves the page to the circuit that then runs it.</summary>
public sealed record PreferenceCookies(string? Theme, string? Scheme, string? Zone);
