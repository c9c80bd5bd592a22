using FaceMatch.Console;
using FaceMatch.Server.Access;
using FaceMatch.Server.Accounts;
using FaceMatch.Server.Alerts;
using FaceMatch.Server.Audit;
using FaceMatch.Server.Calibrations;
using FaceMatch.Server.Cameras;
using FaceMatch.Server.Deployments;
using FaceMatch.Server.Galleries;
using FaceMatch.Server.Hosting;
using FaceMatch.Server.Imports;
using FaceMatch.Server.Retention;
using FaceMatch.Server.Reviews;
using FaceMatch.Server.Searches;
using FaceMatch.Server.Subjects;
using FaceMatch.Server.Verifications;
using FaceMatch.Server.Watchlists;

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
        ServerOptions options = builder.AddHosting(out DataDirectory data);
        builder.AddRecognition(options);
        builder.AddStorage(data);
        builder.AddAccess(data);
        builder.AddAccounts();
        builder.AddSubjects();
        builder.AddWatchlists();
        builder.AddImports();
        builder.AddSearches();
        builder.AddVerifications();
        builder.AddCalibrations();
        builder.AddCameras();
        builder.AddDeployments();
        builder.AddStops();
        builder.AddAlerts();
        builder.AddReviews();
        builder.AddGalleries();
        builder.AddAudit();
        builder.Services.AddRetention();
        builder.Services.AddFaceMatchConsole();

        WebApplication app = builder.Build();
        app.UseHosting();
        app.MapApiReference();
        app.MapSignIn();
        app.MapFaceMatchConsole();

        RouteGroupBuilder api = app.MapApi();
        api.MapAccounts();
        api.MapSubjects();
        api.MapWatchlists();
        api.MapImports();
        api.MapSearches();
        api.MapVerifications();
        api.MapCalibrations();
        api.MapCameras();
        api.MapDeployments();
        api.MapStops();
        api.MapAlerts();
        api.MapReviews();
        api.MapGalleries();
        api.MapAudit();
        return app;
    }
}
