using System.Net;

namespace FaceMatch.Cli.Client;

/// <summary>The server answered with a problem. The message is its own sentence, with every faulty field.</summary>
public sealed class ServerRefusedException(HttpStatusCode status, string? code, string message) : Exception(message)
{
    public HttpStatusCode Status { get; } = status;

    /// <summary>Stable, kebab-case; null when what answered was not FaceMatch.</summary>
    public string? Code { get; } = code;
}

/// <summary>Nothing answered, or the answer broke off.</summary>
public sealed class ServerUnreachableException(Uri server, Exception inner) : Exception(
    $"No FaceMatch server answers at {server.GetLeftPart(UriPartial.Authority)} ({inner.Message}). "
    + "Start one with ops/run, or name another with --server or FACEMATCH_SERVER.",
    inner);
