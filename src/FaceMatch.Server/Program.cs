using FaceMatch.Console;
using FaceMatch.Server.Access;
using FaceMatch.Server.Accounts;
using FaceMatch.Server.Hosting;

namespace FaceMatch.Server;

public static class Program
{
    public static Task<int> Main(string[] args) => StartGuard.RunAsync(async () =>
    {
        await using WebApplication app = Build(new WebApplicationOptions { Args = args });
        await app.PrepareAsync();
        await app.RunAsync();
    });

    /// <summary>The whole server, not yet started.</summary>
    /// <param name="settings">Beside those of the environment, and stronger.</param>
    /// <exception cref="StartRefusedException">A setting is wrong; the message names it.</exception>
    public static WebApplication Build(WebApplicationOptions start, IReadOnlyDictionary<string, string?>? settings = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(start);
        builder.Configuration.AddInMemoryCollection(settings ?? new Dictionary<string, string?>());
        builder.AddHosting(out DataDirectory data);
        builder.AddStorage(data);
        builder.AddAccess(data);
        builder.AddAccounts();
        builder.Services.AddFaceMatchConsole();

        WebApplication app = builder.Build();
        app.UseHosting();
        app.MapApiReference();
        app.MapSignIn();

        RouteGroupBuilder api = app.MapApi();
        api.MapAccounts();
        app.MapFaceMatchConsole();
        return app;
    }
}
