using System.Text;
using System.Text.Json;

namespace FaceMatch.Cli.Client;

/// <summary>Reads RFC 9457 problem details as a sentence.</summary>
internal static class ProblemReader
{
    /// <summary>More of an answer that is no problem document is not worth showing.</summary>
    private const int LongestForeignAnswer = 300;

    private sealed record Problem(string? Title, string? Detail, string? Code, Dictionary<string, string[]>? Errors, string? TraceId);

    public static async Task<ServerRefusedException> ReadAsync(HttpResponseMessage response, JsonSerializerOptions json, CancellationToken cancellationToken)
    {
        string body = await response.Content.ReadAsStringAsync(cancellationToken);
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            try
            {
                if (JsonSerializer.Deserialize<Problem>(body, json) is { } problem)
                    return new ServerRefusedException(response.StatusCode, problem.Code, Sentence(problem));
            }
            catch (JsonException)
            {
                // Told below, like any other answer that is not ours.
            }
        }

        string shown = body.Length > LongestForeignAnswer ? body[..LongestForeignAnswer] + "…" : body;
        return new ServerRefusedException(
            response.StatusCode, null,
            $"The server answered {(int)response.StatusCode} {response.ReasonPhrase} and did not say why. Is it a FaceMatch server? {shown}".Trim());
    }

    private static string Sentence(Problem problem)
    {
        StringBuilder text = new(problem.Detail ?? problem.Title ?? "The server refused.");
        if (problem.Code is { } code) text.Append(" [").Append(code).Append(']');
        foreach ((string field, string[] faults) in problem.Errors ?? [])
        {
            foreach (string fault in faults) text.AppendLine().Append("  ").Append(field).Append(' ').Append(fault);
        }

        if (problem.TraceId is { } trace) text.AppendLine().Append("  trace id ").Append(trace);
        return text.ToString();
    }
}
