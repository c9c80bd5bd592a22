using System.Globalization;
using System.Security.Claims;
using FaceMatch.Core.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;

namespace FaceMatch.Server.Access;

/// <summary>A person's session in the console: ends half an hour after the last act, and after one shift in any case.</summary>
public static class Sessions
{
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);
    public static readonly TimeSpan Longest = TimeSpan.FromHours(8);

    private const string BeganClaim = "facematch.began";
    private const string StampClaim = "facematch.stamp";

    public static ClaimsPrincipal Begin(Guid accountId, string name, string? stamp, DateTimeOffset at) =>
        new(new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, accountId.ToString("D")),
                new Claim(ClaimTypes.Name, name),
                new Claim(StampClaim, stamp ?? ""),
                new Claim(BeganClaim, at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            ],
            IdentityConstants.ApplicationScheme));

    /// <summary>Null when the session is over or its account is no longer what it was.</summary>
    public static async Task<Actor?> ResolveAsync(ClaimsPrincipal principal, IActorSource actors, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!Guid.TryParse(principal.FindFirstValue(ClaimTypes.NameIdentifier), out Guid accountId)) return null;
        if (!long.TryParse(principal.FindFirstValue(BeganClaim), CultureInfo.InvariantCulture, out long began)) return null;
        if (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(began) >= Longest) return null;
        return await actors.FindBySessionAsync(accountId, principal.FindFirstValue(StampClaim), cancellationToken);
    }

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        IServiceProvider services = context.HttpContext.RequestServices;
        Actor? actor = await ResolveAsync(
            context.Principal!, services.GetRequiredService<IActorSource>(), services.GetRequiredService<TimeProvider>(), context.HttpContext.RequestAborted);
        if (actor is not null)
        {
            context.HttpContext.SetActor(actor);
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(context.Scheme.Name);
    }
}
