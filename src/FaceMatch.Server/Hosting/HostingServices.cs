using FaceMatch.Server.Access;

namespace FaceMatch.Server.Hosting;

/// <summary>The frame that every feature stands in.</summary>
public static class HostingServices
{
    /// <exception cref="StartRefusedException">A setting is wrong or the data directory cannot be used.</exception>
    public static ServerOptions AddHosting(this WebApplicationBuilder builder, out DataDirectory data)
    {
        ServerOptions options = ServerOptions.Read(builder.Configuration);
        data = new DataDirectory(options.DataDirectory);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(data);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.AddLogs();
        builder.AddListeners(options);
        builder.AddProblems();
        builder.AddApiJson();
        builder.AddApiReference();
        builder.AddManagement();
        builder.AddRateLimits();
        builder.WebHost.UseStaticWebAssets();
        return options;
    }

    /// <summary>
    /// What a request passes through, in this order, before it reaches a feature. The antiforgery check of forms comes with
    /// the console; it must run once only.
    /// </summary>
    public static void UseHosting(this WebApplication app)
    {
        app.UseManagement();
        app.UseSecurityHeaders();
        app.UseProblems();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseCrossSiteGuard();
    }
}
