using FaceMatch.Core.Refusals;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceMatch.Server.Access;

/// <summary>
/// A browser sends our cookie with requests that another site started; a key it never sends by itself. So what changes
/// something through the API with a cookie needs the antiforgery header as well.
/// </summary>
public static class CrossSiteGuard
{
    public static void UseCrossSiteGuard(this IApplicationBuilder app) =>
        app.Use(async (context, next) =>
        {
            if (context.IsApi() && ByCookie(context) && ChangesSomething(context.Request.Method)) await RequireHeaderAsync(context);
            await next(context);
        });

    private static bool ByCookie(HttpContext context) =>
        context.User.Identities.Any(identity => identity.AuthenticationType == IdentityConstants.ApplicationScheme);

    private static bool ChangesSomething(string method) =>
        !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    private static async Task RequireHeaderAsync(HttpContext context)
    {
        string header = context.RequestServices.GetRequiredService<IOptions<AntiforgeryOptions>>().Value.HeaderName ?? "RequestVerificationToken";
        IAntiforgery antiforgery = context.RequestServices.GetRequiredService<IAntiforgery>();

        // Without the header the framework would look into the form, and so read the whole body.
        if (context.Request.Headers.ContainsKey(header) && await antiforgery.IsRequestValidAsync(context)) return;
        throw new RefusalException(
            RefusalKind.Malformed, "antiforgery", $"A signed-in browser must send the header {header} with this; programs use X-Api-Key instead.");
    }
}
