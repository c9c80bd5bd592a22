using FaceMatch.Console.Acts;
using FaceMatch.Console.Shell;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Localization;
using Microsoft.Extensions.DependencyInjection;
using MudBlazor.Services;

namespace FaceMatch.Console;

/// <summary>How a host takes the console in.</summary>
public static class ConsoleHosting
{
    /// <summary>Needs <see cref="Core.Accounts.ICurrentActor"/>, the service contracts of Core and a <see cref="TimeProvider"/>.</summary>
    public static IServiceCollection AddFaceMatchConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddMudServices();
        services.AddLocalization();
        services.AddHttpContextAccessor();
        services.AddScoped<Desk>();
        services.AddScoped<Preferences>();
        return services;
    }

    /// <summary>Call after authentication and authorization: everything added here stands behind them.</summary>
    public static WebApplication MapFaceMatchConsole(this WebApplication app)
    {
        app.UseRequestLocalization(options => options
            .AddSupportedCultures(Languages.Formats)
            .AddSupportedUICultures(Languages.All)
            .DefaultRequestCulture = new RequestCulture(Languages.FormatOf(Languages.Default), Languages.Default));
        app.UseAntiforgery();
        app.MapPreferences();
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = "'none'");
        return app;
    }
}
