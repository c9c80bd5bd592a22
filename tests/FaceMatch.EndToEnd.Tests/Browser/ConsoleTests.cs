using System.Text.RegularExpressions;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.EndToEnd.Tests.Harness;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace FaceMatch.EndToEnd.Tests.Browser;

/// <summary>The console in a real browser against the real server.</summary>
public sealed partial class ConsoleTests
{
    private const string Password = "correct horse battery staple";

    /// <summary>The server, ffmpeg and the browser share two cores here.</summary>
    private const float Patience = 60_000;

    private const float PatienceWithAlerts = 120_000;

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_investigator_signs_in_searches_and_sees_faces_drawn_and_candidates_ranked()
    {
        IReadOnlyList<Person> people = People.Take(6);
        await using Station station = await OpenWithPersonAsync("inspector", Role.Investigator);
        string list = await station.MakeWatchlistAsync("missing");
        foreach (Person person in people) await station.EnrolAsync(person.Reference, list, person.Enrolled);
        await using BrowserSession browser = await BrowserSession.OpenAsync(station.Server.Address);
        IPage page = browser.Page;
        await SignInAsync(page, "inspector");

        await page.GotoAsync("/search");
        await ChooseProbeAsync(page, people[2].Probe);
        await page.Locator("#caseReference").FillAsync("C-1");
        await page.Locator("#legalReference").FillAsync("L-1");
        await page.Locator("#justification").FillAsync("end to end");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search", Exact = true }).ClickAsync();

        ILocator candidates = page.Locator(".candidates").First.Locator(".candidate");
        await Expect(candidates.First).ToContainTextAsync(people[2].Reference, new() { Timeout = Patience });
        IReadOnlyList<string> ranks = await candidates.Locator(".rank").AllInnerTextsAsync();
        Assert.Equal(Enumerable.Range(1, ranks.Count).Select(rank => $"{rank}"), ranks);
        await Expect(page.Locator(".face-overlay .face")).Not.ToHaveCountAsync(0);
        string text = await page.Locator("body").InnerTextAsync();
        Assert.DoesNotContain("identified", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("matched", text, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(browser.Faults);
    }

    [Fact]
    public async Task An_alert_appears_on_the_open_page_by_itself()
    {
        string video = Repository.Shared("data/video/stage.mp4");
        await using Station station = await OpenWithPersonAsync("duty-officer", Role.Reviewer);
        await StagePeople.EnrolAsync(station, "stage", strangers: 5);
        string list = (await station.First.ListWatchlistsAsync(Cancelled)).Single().Id;
        CreatedCamera camera = await station.First.CreateCameraAsync(new CreateCameraRequest("stage", "fixed", video, "stage", "Station"), Cancelled);
        await using BrowserSession browser = await BrowserSession.OpenAsync(station.Server.Address);
        IPage page = browser.Page;
        await SignInAsync(page, "duty-officer");
        await page.GotoAsync("/alerts");
        await Expect(page.GetByRole(AriaRole.Feed)).ToHaveAttributeAsync("aria-busy", "false", new() { Timeout = Patience });
        await Expect(page.Locator(".alert-row")).ToHaveCountAsync(0);

        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        CreatedDeployment deployment = await station.First.RequestDeploymentAsync(
            new CreateDeploymentRequest("end to end", [camera.Id], [list], now, now.AddMinutes(10), new ThresholdRequest(1e-4, null), "stage", "IA-1"), Cancelled);
        await station.Second.ApproveDeploymentAsync(deployment.Id, Cancelled);

        ILocator row = page.Locator(".alert-row").First;
        await Expect(row).ToContainTextAsync(StagePeople.InPlainView, new() { Timeout = PatienceWithAlerts });
        await Expect(row.Locator("img").First).ToBeVisibleAsync();
        Assert.Empty(browser.Faults);
    }

    /// <summary>Perhaps before the page listens: then it is taken as soon as it does.</summary>
    private static async Task ChooseProbeAsync(IPage page, string picture)
    {
        await page.Locator("input[type=file]").SetInputFilesAsync(picture);
        await page.Locator(".face-overlay .face").First.WaitForAsync(new() { Timeout = Patience });
    }

    private static async Task<Station> OpenWithPersonAsync(string name, Role role)
    {
        Station station = await Station.OpenAsync();
        await station.First.CreateAccountAsync(new CreateAccountRequest(name, [role.ToWire()], "Station", Password: Password), Cancelled);
        return station;
    }

    private static async Task SignInAsync(IPage page, string name)
    {
        await page.GotoAsync("/sign-in");
        await page.Locator("#user-name").FillAsync(name);
        await page.Locator("#password").FillAsync(Password);
        await page.Locator("button[type=submit]").ClickAsync();

        // By the address alone: a load that was over before it was waited for is waited for in vain.
        await Expect(page).Not.ToHaveURLAsync(SignInPage(), new() { Timeout = Patience });
    }

    [GeneratedRegex("/sign-in", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SignInPage();
}
