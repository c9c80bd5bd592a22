using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace FaceMatch.Cli.Tests;

/// <summary>A server on a free port whose answers the test writes.</summary>
internal sealed class ContractServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ContractServer(WebApplication app) => _app = app;

    public Dictionary<string, string> Variables => new(StringComparer.Ordinal)
    {
        ["FACEMATCH_SERVER"] = _app.Urls.Single(),
        ["FACEMATCH_API_KEY"] = "a-key-of-the-test",
    };

    public static async Task<ContractServer> StartAsync(Action<WebApplication> map)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new ContractServer(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
