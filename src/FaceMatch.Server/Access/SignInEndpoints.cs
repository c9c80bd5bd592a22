using FaceMatch.Core.Refusals;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace FaceMatch.Server.Access;

/// <summary>
/// The plain forms that set and clear the session cookie; the console has the pages. What goes wrong comes back to the
/// page as <c>?error=code</c>.
/// </summary>
public static class SignInEndpoints
{
    private const string SignInPage = "/sign-in";
    private const string SetupPage = "/setup";
    private const string Home = "/";

    public static void MapSignIn(this WebApplication app)
    {
        RouteGroupBuilder account = app.MapGroup("/account").ExcludeFromDescription();
        account.MapPost("/sign-in", SignInAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        account.MapPost("/setup", SetUpAsync).AllowAnonymous().RequireRateLimiting(RateLimits.SignIn);
        account.MapPost("/sign-out", SignOutAsync).AllowAnonymous();
    }

    private static async Task<RedirectHttpResult> SignInAsync(
        [FromForm] string? userName, [FromForm] string? password, [FromForm] string? returnUrl,
        SignIn signIn, HttpContext http, TimeProvider time, CancellationToken cancellationToken)
    {
        (SignInOutcome outcome, AccountRow? account) = await signIn.CheckAsync(userName, password, cancellationToken);
        if (account is null)
            return Back(SignInPage, ("error", outcome == SignInOutcome.Locked ? "locked" : "credentials"), ("returnUrl", Local(returnUrl)));
        await BeginAsync(http, account, time);
        return TypedResults.LocalRedirect(Local(returnUrl));
    }

    private static async Task<RedirectHttpResult> SetUpAsync(
        [FromForm] string? token, [FromForm] string? userName, [FromForm] string? password,
        FirstAdministrator first, HttpContext http, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await BeginAsync(http, await first.SetUpAsync(token, userName, password, cancellationToken), time);
            return TypedResults.LocalRedirect(Home);
        }
        catch (RefusalException refusal)
        {
            string error = refusal.Fields is { } fields ? fields.ContainsKey("password") ? "password" : "user-name" : refusal.Code;
            return Back(SetupPage, ("error", error), ("token", token ?? ""));
        }
    }

    /// <summary>With an antiforgery token, or another site could sign people out.</summary>
    private static async Task<RedirectHttpResult> SignOutAsync([FromForm] string? returnUrl, HttpContext http)
    {
        await http.SignOutAsync(IdentityConstants.ApplicationScheme);
        return TypedResults.LocalRedirect(string.IsNullOrEmpty(returnUrl) ? SignInPage : Local(returnUrl));
    }

    private static Task BeginAsync(HttpContext http, AccountRow account, TimeProvider time) =>
        http.SignInAsync(
            IdentityConstants.ApplicationScheme, Sessions.Begin(account.Id, account.UserName ?? "", account.SecurityStamp, time.GetUtcNow()));

    private static RedirectHttpResult Back(string page, params ReadOnlySpan<(string Name, string Value)> query)
    {
        string address = page;
        foreach ((string name, string value) in query) address = QueryHelpers.AddQueryString(address, name, value);
        return TypedResults.LocalRedirect(address);
    }

    /// <summary>Only a path of this site, whatever the form says.</summary>
    private static string Local(string? path) =>
        path is ['/', ..] and not ['/', '/' or '\\', ..] && !path.Any(char.IsControl) ? path : Home;
}
