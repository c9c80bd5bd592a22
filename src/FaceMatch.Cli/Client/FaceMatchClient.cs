using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceMatch.Cli.Client;

/// <summary>
/// The HTTP API in the words of the domain. Every call throws <see cref="ServerRefusedException"/> for a "no" and
/// <see cref="ServerUnreachableException"/> when nothing answers.
/// </summary>
public sealed partial class FaceMatchClient : IDisposable
{
    private const string KeyHeader = "X-Api-Key";
    private const string BasePath = "/api/v1/";

    /// <summary>An import of many gigabytes is sent in one call; the verb's own cancellation bounds it, not a clock.</summary>
    private static readonly TimeSpan NoTimeout = Timeout.InfiniteTimeSpan;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly HttpClient _http;

    public FaceMatchClient(Uri server, string apiKey)
    {
        Server = server;
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = ConnectTimeout, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(server, BasePath),
            Timeout = NoTimeout,
        };
        if (!_http.DefaultRequestHeaders.TryAddWithoutValidation(KeyHeader, apiKey))
            throw new Terminal.UsageException("The API key has characters that no key has; copy it again.");
    }

    public Uri Server { get; }

    public void Dispose() => _http.Dispose();

    private Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        AskAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    private Task<T> PostAsync<T>(string path, object? body, CancellationToken cancellationToken) =>
        AskAsync<T>(
            new HttpRequestMessage(HttpMethod.Post, path) { Content = body as HttpContent ?? (body is null ? null : JsonContent.Create(body, body.GetType(), options: Json)) },
            cancellationToken);

    private async Task<T> AskAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancellationToken);
        try
        {
            return await response.Content.ReadFromJsonAsync<T>(Json, cancellationToken)
                ?? throw new JsonException("The answer is empty.");
        }
        catch (JsonException fault)
        {
            throw new ServerRefusedException(
                response.StatusCode, null,
                $"The server's answer to {request.Method} {request.RequestUri} cannot be read ({fault.Message}). Are both of the same version?");
        }
    }

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, CancellationToken cancellationToken)
    {
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(request, completion, cancellationToken);
        }
        catch (HttpRequestException fault)
        {
            throw new ServerUnreachableException(Server, fault);
        }
        catch (TaskCanceledException fault) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ServerUnreachableException(Server, fault.InnerException ?? fault);
        }

        if (response.IsSuccessStatusCode) return response;
        using (response)
            throw await ProblemReader.ReadAsync(response, Json, cancellationToken);
    }
}
