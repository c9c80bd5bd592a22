using FaceMatch.Core.Accounts;
using FaceMatch.Server.Hosting;
using FaceMatch.Storage;
using FaceMatch.Storage.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity;

namespace FaceMatch.Server.Access;

/// <summary>Who may come in: keys for programs, sessions for people.</summary>
public static class AccessServices
{
    /// <summary>Chooses between key and cookie by what the request carries.</summary>
    private const string EitherScheme = "FaceMatch";

    private const int SignInAttempts = 5;
    private static readonly TimeSpan LockedFor = TimeSpan.FromMinutes(15);

    public static void AddAccess(this WebApplicationBuilder builder, DataDirectory data)
    {
        IServiceCollection services = builder.Services;
        services.AddDataProtection().SetApplicationName("FaceMatch").PersistKeysToFileSystem(data.Folder("session-keys"));
        services.AddSingleton<IActorSource, ActorSource>();
        services.AddScoped<ICurrentActor, CurrentActor>();
        services.AddSingleton<FirstAdministrator>();
        services.AddSingleton<BootstrapAccount>();
        services.AddScoped<SignIn>();
        services.AddCascadingAuthenticationState();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "facematch.antiforgery";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, displayName: null, either => either.ForwardDefaultSelector = context =>
                context.Request.Headers.ContainsKey(ApiKeyAuthentication.Header) ? ApiKeyAuthentication.SchemeName : IdentityConstants.ApplicationScheme)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyAuthentication>(ApiKeyAuthentication.SchemeName, configureOptions: null)
            .AddCookie(IdentityConstants.ApplicationScheme, Configure);
        services.AddAuthorizationBuilder().SetDefaultPolicy(new AuthorizationPolicyBuilder(EitherScheme).RequireAuthenticatedUser().Build());
        services.AddIdentityCore<AccountRow>(identity =>
            {
                identity.Password.RequiredLength = PasswordRules.Shortest;
                identity.Password.RequireDigit = false;
                identity.Password.RequireLowercase = false;
                identity.Password.RequireUppercase = false;
                identity.Password.RequireNonAlphanumeric = false;
                identity.Password.RequiredUniqueChars = PasswordRules.LeastDifferent;
                identity.User.AllowedUserNameCharacters = "";
                identity.Lockout.MaxFailedAccessAttempts = SignInAttempts;
                identity.Lockout.DefaultLockoutTimeSpan = LockedFor;
            })
            .AddEntityFrameworkStores<FaceMatchDbContext>();
    }

    private static void Configure(CookieAuthenticationOptions cookie)
    {
        cookie.Cookie.Name = "facematch.session";
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Strict;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.ExpireTimeSpan = Sessions.Idle;
        cookie.SlidingExpiration = true;
        cookie.LoginPath = "/sign-in";
        cookie.AccessDeniedPath = "/sign-in";
        cookie.ReturnUrlParameter = "returnUrl";
        cookie.Events.OnValidatePrincipal = Sessions.ValidateAsync;
        cookie.Events.OnRedirectToLogin = context => Redirect(context, StatusCodes.Status401Unauthorized);
        cookie.Events.OnRedirectToAccessDenied = context => Redirect(context, StatusCodes.Status403Forbidden);
    }

    /// <summary>Pages lead to the sign-in page; programs get the status.</summary>
    private static Task Redirect(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (context.HttpContext.IsApi()) context.Response.StatusCode = status;
        else context.Response.Redirect(context.RedirectUri);
        return Task.CompletedTask;
    }
}
