using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Server.Access;
using FaceMatch.Server.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FaceMatch.Server.Tests.Access;

/// <summary>A server that nobody has signed in to yet.</summary>
public sealed class FreshServer : FaceMatchServer;

public sealed class FirstAdministratorTests(FreshServer server) : IClassFixture<FreshServer>
{
    private const string Password = "four plain words here";

    [Fact]
    public async Task The_first_link_makes_one_administrator_who_makes_the_others()
    {
        FirstAdministrator first = server.Services.GetRequiredService<FirstAdministrator>();
        string token = await first.OfferAsync(TestContext.Current.CancellationToken) ?? throw new InvalidOperationException("Somebody can sign in.");
        using HttpClient browser = Browsers.At(server.Address);

        Assert.Equal("/setup?error=setup-link&token=wrong", await browser.PostFormAsync("setup", ("token", "wrong"), ("userName", "root"), ("password", Password)));
        Assert.StartsWith("/setup?error=password", await browser.PostFormAsync("setup", ("token", token), ("userName", "root"), ("password", "short")), StringComparison.Ordinal);
        Assert.Equal("/", await browser.PostFormAsync("setup", ("token", token), ("userName", "root"), ("password", Password)));
        Assert.StartsWith("/setup?error=setup-link", await browser.PostFormAsync("setup", ("token", token), ("userName", "again"), ("password", Password)), StringComparison.Ordinal);
        Assert.Null(await first.OfferAsync(TestContext.Current.CancellationToken));

        // The cookie reads, but does not write without the antiforgery header.
        using HttpResponseMessage list = await browser.GetAsync("/api/v1/accounts", TestContext.Current.CancellationToken);
        Assert.Contains(await list.ReadAsync<List<AccountView>>(), account => account is { Name: "root", CanSignIn: true, Roles: ["administrator"] });
        using HttpResponseMessage write = await browser.PostAsJsonAsync(
            "/api/v1/accounts", new CreateAccountRequest("x", ["auditor"], null), TestContext.Current.CancellationToken);
        await write.RefusedAsync(400, "antiforgery");

        // Every session of theirs sees no face by default.
        using HttpResponseMessage subjects = await browser.GetAsync("/api/v1/subjects", TestContext.Current.CancellationToken);
        await subjects.RefusedAsync(403, "role-required");

        using HttpResponseMessage made = await server.Bootstrap.PostAsJsonAsync(
            "/api/v1/accounts", new CreateAccountRequest("reviewer one", ["reviewer"], "tests", Password: Password), TestContext.Current.CancellationToken);
        await made.ReadAsync<CreatedAccount>(HttpStatusCode.Created);
        using HttpClient other = Browsers.At(server.Address);
        Assert.Equal("/alerts", await other.SignInByFormAsync("reviewer one", Password, "/alerts"));
        Assert.Equal("/sign-in", await other.PostFormAsync("sign-out"));
        using HttpResponseMessage after = await other.GetAsync("/api/v1/watchlists", TestContext.Current.CancellationToken);
        await after.RefusedAsync(401, "unauthenticated");
    }
}
