using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace FaceMatch.Server.Access;

/// <summary>Programs: a key in the header <c>X-Api-Key</c>.</summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IActorSource actors)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string SchemeName = "ApiKey";
    public const string Header = "X-Api-Key";

    /// <summary>Longer values are not hashed at all.</summary>
    private const int LongestKey = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ Length: > 0 and <= LongestKey } key])
            return Request.Headers.ContainsKey(Header) ? AuthenticateResult.Fail("The key is not usable.") : AuthenticateResult.NoResult();
        if (await actors.FindByKeyAsync(key, Context.RequestAborted) is not { } actor)
            return AuthenticateResult.Fail("The key is unknown or has expired.");
        Context.SetActor(actor);
        ClaimsIdentity identity = new([new Claim(ClaimTypes.NameIdentifier, actor.AccountId.ToString("D")), new Claim(ClaimTypes.Name, actor.Name)], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = SchemeName;
        return Task.CompletedTask;
    }
}
