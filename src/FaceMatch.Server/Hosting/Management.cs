using System.Globalization;
using FaceMatch.Core.Galleries;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace FaceMatch.Server.Hosting;

/// <summary>Health and metrics: on the management addresses only, and nothing else there.</summary>
public static class Management
{
    private const string ReadyTag = "ready";

    public static void AddManagement(this WebApplicationBuilder builder)
    {
        builder.Services.AddHealthChecks()
            .AddCheck<DatabaseHealth>("database", tags: [ReadyTag])
            .AddCheck<GalleryHealth>("gallery", tags: [ReadyTag]);
        builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService("facematch")).WithMetrics(metrics => metrics
            .AddMeter("FaceMatch.*", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Microsoft.Orleans")
            .AddPrometheusExporter());
    }

    /// <summary>Must come first: a request on a management address never reaches the API or the console.</summary>
    public static void UseManagement(this WebApplication app) =>
        app.MapWhen(Kestrel.IsManagement, branch =>
        {
            branch.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = WriteAsync });
            branch.UseHealthChecks("/healthz/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(ReadyTag), ResponseWriter = WriteAsync });
            branch.UseOpenTelemetryPrometheusScrapingEndpoint();
            branch.Run(context =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return context.Response.WriteAsync("This address serves /healthz/live, /healthz/ready and /metrics only.\n");
            });
        });

    private static Task WriteAsync(HttpContext context, HealthReport report) =>
        context.Response.WriteAsJsonAsync(new
        {
            status = report.Status.ToString(),
            checks = report.Entries.ToDictionary(
                entry => entry.Key, entry => new { status = entry.Value.Status.ToString(), entry.Value.Description }, StringComparer.Ordinal),
        });

    private sealed class GalleryHealth(IGallery gallery) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            GalleryStatus status = await gallery.StatusAsync(cancellationToken);
            string description = $"{status.ShardsReady} of {status.ShardsTotal} shards ready, {status.Templates} templates";
            if (status.Building is { } build)
                description += ". " + Describe(build);
            if (status.Approximate is { } approximate)
                description += ". " + Describe(approximate);
            if (status.ShardsUnkept > 0)
                description += $". {status.ShardsUnkept} of them are not wholly in their files, and the log says why";
            return status.ShardsReady != status.ShardsTotal ? HealthCheckResult.Unhealthy(description)
                : status.ShardsUnkept > 0 ? HealthCheckResult.Degraded(description)
                : HealthCheckResult.Healthy(description);
        }

        private static string Describe(GenerationBuild build) => string.Create(CultureInfo.InvariantCulture, $"""
            Generation {build.Generation.Number} is being built: {build.ShardsLoaded} of {build.Generation.ShardCount} shards loaded, {build.ShardsProven} agree with the truth, {build.ShardsUnlike} do not
            """);

        private static string Describe(ApproximateGallery gallery) => string.Create(CultureInfo.InvariantCulture, $"""
            Not searched exactly: {gallery.Type} in {gallery.ShardsInUse} shards, {(gallery.TemplatesMeasured == 0
                ? "not measured yet"
                : $"recall at 20 {gallery.RecallAt20:P2}, added FNIR {gallery.AddedFnir:P2}")}; {gallery.Leftovers} removed templates to be erased from it
            """);
    }
}
