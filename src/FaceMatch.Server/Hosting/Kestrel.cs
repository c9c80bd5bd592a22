using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace FaceMatch.Server.Hosting;

/// <summary>Where the server listens and how much it accepts before anything is read.</summary>
public static class Kestrel
{
    /// <summary>JSON bodies are a few kilobytes; whoever takes more raises it for its own endpoint.</summary>
    public const long LargestBody = 1 << 20;

    /// <summary>Reviewers hold a circuit and an event stream each; beyond this the machine is not meant for it.</summary>
    private const int MostConnections = 4096;

    private const string ManagementMark = "facematch.management";

    public static void AddListeners(this WebApplicationBuilder builder, ServerOptions options) =>
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            foreach (ListenAddress url in options.Urls) url.Listen(kestrel, _ => { });
            foreach (ListenAddress url in options.ManagementUrls) url.Listen(kestrel, Mark);
        });

    /// <summary>Whether the request came in by a management address. Told by the socket, not by a header.</summary>
    public static bool IsManagement(this HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(ManagementMark) == true;

    private static void Mark(ListenOptions listen) =>
        listen.Use(next => (ConnectionContext connection) =>
        {
            connection.Items[ManagementMark] = true;
            return next(connection);
        });
}
