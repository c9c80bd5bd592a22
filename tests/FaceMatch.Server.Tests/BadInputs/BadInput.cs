using System.Net.Http.Headers;
using System.Text;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.BadInputs;

/// <summary>One kind of bad input, and the refusal that the API promises for it.</summary>
/// <param name="Make">Builds the request anew.</param>
/// <param name="Key">The key that it is sent with; null is none.</param>
public sealed record BadInput(string Name, int Status, string Code, Func<Targets, HttpRequestMessage> Make, string? Key = FaceMatchServer.BootstrapKey)
{
    public async Task<HttpResponseMessage> SendAsync(HttpClient anonymous, Targets targets)
    {
        using HttpRequestMessage request = Make(targets);
        if (Key is not null) request.Headers.Add("X-Api-Key", Key);
        return await anonymous.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public override string ToString() => Name;

    public static BadInput Json(string name, int status, string code, string method, string path, string? body) =>
        new(name, status, code, targets => new HttpRequestMessage(new HttpMethod(method), targets.Fill(path))
        {
            Content = body is null ? null : new StringContent(targets.Fill(body), Encoding.UTF8, "application/json"),
        });

    public static BadInput Raw(string name, int status, string code, string path, string contentType, byte[] body) =>
        new(name, status, code, targets =>
        {
            ByteArrayContent content = new(body);
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            return new HttpRequestMessage(HttpMethod.Post, targets.Fill(path)) { Content = content };
        });

    public static BadInput Form(string name, int status, string code, string path, params (string Name, object Value)[] parts) =>
        new(name, status, code, targets => new HttpRequestMessage(HttpMethod.Post, targets.Fill(path))
        {
            Content = ApiAnswers.Form([.. parts.Select(part => (part.Name, part.Value is string text ? targets.Fill(text) : part.Value))]),
        });

    /// <summary>Declares a length, and waits for leave before sending a byte of it.</summary>
    public static BadInput Declared(string name, int status, string code, string path, string contentType, long length) =>
        new(name, status, code, targets =>
        {
            StreamContent content = new(new NeverRead());
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
            content.Headers.ContentLength = length;
            HttpRequestMessage request = new(HttpMethod.Post, targets.Fill(path)) { Content = content };
            request.Headers.ExpectContinue = true;
            return request;
        });

    private sealed class NeverRead : MemoryStream
    {
        public override int Read(Span<byte> buffer) => throw new InvalidOperationException("The server asked for the body.");

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("The server asked for the body.");
    }
}

/// <summary>Things that exist, for requests that are wrong in one respect only.</summary>
/// <param name="Pending">A subject enrolled by somebody else, without image.</param>
/// <param name="Own">A pending subject that the sender enrolled.</param>
/// <param name="Missing">The id of nothing.</param>
public sealed record Targets(string Pending, string Own, string Watchlist, string Victims, string Camera, string Account, string Missing)
{
    /// <summary>Puts the ids in for the names in braces.</summary>
    public string Fill(string text) => text
        .Replace("{pending}", Pending, StringComparison.Ordinal)
        .Replace("{own}", Own, StringComparison.Ordinal)
        .Replace("{list}", Watchlist, StringComparison.Ordinal)
        .Replace("{victims}", Victims, StringComparison.Ordinal)
        .Replace("{camera}", Camera, StringComparison.Ordinal)
        .Replace("{account}", Account, StringComparison.Ordinal)
        .Replace("{missing}", Missing, StringComparison.Ordinal);
}
