using System.Net;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Access;

public sealed class SignInTests(FaceMatchServer server)
{
    private const string Password = "four plain words here";

    [Fact]
    public async Task Wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        await MakeAsync("locked out");
        using HttpClient browser = Browsers.At(server.Address);
        for (int attempt = 0; attempt < 4; attempt++)
            Assert.StartsWith("/sign-in?error=credentials", await browser.SignInByFormAsync("locked out", "not the password", "/"), StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?error=locked", await browser.SignInByFormAsync("locked out", "not the password", "/"), StringComparison.Ordinal);
        Assert.StartsWith("/sign-in?error=locked", await browser.SignInByFormAsync("locked out", Password, "/"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//elsewhere.example")]
    [InlineData("/\\elsewhere.example")]
    [InlineData("https://elsewhere.example")]
    public async Task Signing_in_never_leads_to_another_site(string returnUrl)
    {
        string name = $"traveller {Guid.NewGuid():N}";
        await MakeAsync(name);
        using HttpClient browser = Browsers.At(server.Address);
        Assert.Equal("/", await browser.SignInByFormAsync(name, Password, returnUrl));
    }

    [Fact]
    public async Task A_form_without_its_token_is_refused()
    {
        using HttpClient browser = Browsers.At(server.Address);
        using FormUrlEncodedContent form = new([new("userName", "root"), new("password", Password)]);
        using HttpResponseMessage response = await browser.PostAsync("/account/sign-in", form, TestContext.Current.CancellationToken);
        await response.RefusedAsync(400, "antiforgery");
    }

    [Fact]
    public async Task The_session_cookie_is_for_this_site_and_not_for_scripts()
    {
        await MakeAsync("cookie owner");
        using HttpClient browser = Browsers.At(server.Address);
        using HttpResponseMessage response = await browser.SubmitFormAsync("sign-in", ("userName", "cookie owner"), ("password", Password));
        string cookie = response.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("facematch.session", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=strict", cookie, StringComparison.OrdinalIgnoreCase);
    }

    private async Task MakeAsync(string name)
    {
        using HttpResponseMessage response = await server.Bootstrap.PostAsJsonAsync(
            "/api/v1/accounts", new CreateAccountRequest(name, ["reviewer"], "tests", Password: Password), TestContext.Current.CancellationToken);
        await response.ReadAsync<CreatedAccount>(HttpStatusCode.Created);
    }
}
