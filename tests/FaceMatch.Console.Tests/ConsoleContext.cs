using System.Collections.Frozen;
using System.Globalization;
using Bunit;
using FaceMatch.Console.Acts;
using FaceMatch.Console.Shell;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Deployments;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace FaceMatch.Console.Tests;

/// <summary>A page of the console with its own texts, theme and clock; the services behind it are the test's.</summary>
public abstract class ConsoleContext : BunitContext
{
    protected static readonly DateTimeOffset Now = new(2026, 3, 4, 10, 20, 30, TimeSpan.Zero);

    private bool _closed;

    protected ConsoleContext()
    {
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging();
        Services.AddLocalization();
        Services.AddMudServices();
        Services.AddScoped<Desk>();
        Services.AddScoped<Preferences>();
        Services.AddSingleton<TimeProvider>(Clock);
        Services.AddSingleton<ICurrentActor>(new SignedIn(this));
        Services.AddSingleton<IStopService>(Stops);
    }

    /// <summary>The stop button behind every page that shows it.</summary>
    internal RecordingStops Stops { get; } = new();

    protected FakeTimeProvider Clock { get; } = new(Now);

    protected Actor Me { get; set; } = Somebody(Role.Reviewer);

    /// <summary>The account is closed while its pages are open.</summary>
    protected void Close() => _closed = true;

    protected static Actor Somebody(params Role[] roles) =>
        new(Guid.Parse("0199aaaa-0000-7000-8000-000000000001"), "Amal", "Unit 4", roles.ToFrozenSet(), FrozenSet<Guid>.Empty);

    protected IRenderedComponent<TPage> Open<TPage>(Action<ComponentParameterCollectionBuilder<TPage>>? parameters = null)
        where TPage : IComponent =>
        Render<TPage>(page =>
        {
            page.AddCascadingValue(Me);
            parameters?.Invoke(page);
        });

    private sealed class SignedIn(ConsoleContext context) : ICurrentActor
    {
        public Task<Actor?> GetAsync() => Task.FromResult(context._closed ? null : context.Me);
    }
}
