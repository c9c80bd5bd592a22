using System.Text.Json;

namespace FaceMatch.Server.Tests.Hosting;

/// <summary>The contract as the server publishes it, for tests that walk through all of it.</summary>
public static class Contract
{
    private const string Base = "/api/v1";

    public static async Task<JsonElement> ContractAsync(this FaceMatchServer server) =>
        JsonDocument.Parse(await server.Anonymous.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)).RootElement;

    /// <summary>Every call, as its method in small letters and its path below the base.</summary>
    public static async Task<(string Method, string Path)[]> CallsAsync(this FaceMatchServer server) =>
    [
        .. (await server.ContractAsync()).GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(call => (call.Name, path.Name.Replace(Base, "", StringComparison.Ordinal)))),
    ];
}
