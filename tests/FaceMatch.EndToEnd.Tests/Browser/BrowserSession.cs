using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace FaceMatch.EndToEnd.Tests.Browser;

/// <summary>The system's Chromium with one page, speaking English.</summary>
internal sealed class BrowserSession : IAsyncDisposable
{
    private const string Chromium = "/usr/bin/chromium";

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private BrowserSession(IPlaywright playwright, IBrowser browser, IPage page)
    {
        _playwright = playwright;
        _browser = browser;
        Page = page;
        page.PageError += (_, fault) => _faults.Enqueue(fault);
        page.Console += (_, message) =>
        {
            if (message.Type == "error") _faults.Enqueue(message.Text);
        };
    }

    public IPage Page { get; }

    /// <summary>What the browser itself found wrong: script errors, refused resources.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    public static async Task<BrowserSession> OpenAsync(Uri address)
    {
        IPlaywright playwright = await Playwright.CreateAsync();
        IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Chromium,
            Args = ["--no-sandbox", "--disable-gpu"],
        });
        IBrowserContext context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = address.ToString(), Locale = "en-GB" });
        return new BrowserSession(playwright, browser, await context.NewPageAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
