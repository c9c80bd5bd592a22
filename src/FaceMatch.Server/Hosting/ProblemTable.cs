using System.Text.Json;
using FaceMatch.Core.Faces;
using FaceMatch.Core.Refusals;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http.Metadata;

namespace FaceMatch.Server.Hosting;

/// <param name="Detail">What is wrong and what to do about it.</param>
public sealed record Problem(
    int Status, string Code, string Title, string Detail,
    IReadOnlyDictionary<string, string[]>? Fields = null, TimeSpan? RetryAfter = null);

/// <summary>Which problem each kind of fault is.</summary>
public static class ProblemTable
{
    public static readonly Problem Internal = new(
        StatusCodes.Status500InternalServerError, "internal-error", "The server failed",
        "Something failed inside the server. Try again; if it stays, give the trace id to whoever runs it.");

    public static readonly Problem Unauthenticated = new(
        StatusCodes.Status401Unauthorized, "unauthenticated", "Who is asking is not known",
        "Send a valid key in the header X-Api-Key, or sign in at /sign-in.");

    public static Problem For(RefusalException refusal) => refusal.Kind switch
    {
        RefusalKind.Malformed => Of(refusal, StatusCodes.Status400BadRequest, "The request cannot be read"),
        RefusalKind.Unauthenticated => Of(refusal, StatusCodes.Status401Unauthorized, Unauthenticated.Title),
        RefusalKind.Forbidden => Of(refusal, StatusCodes.Status403Forbidden, "This account may not do that"),
        RefusalKind.NotFound => Of(refusal, StatusCodes.Status404NotFound, "Not found"),
        RefusalKind.Conflict => Of(refusal, StatusCodes.Status409Conflict, "Not in this state"),
        RefusalKind.TooLarge => Of(refusal, StatusCodes.Status413PayloadTooLarge, "Too large"),
        RefusalKind.Unacceptable => Of(refusal, StatusCodes.Status422UnprocessableEntity, "The content cannot be accepted"),
        RefusalKind.TooMany => Of(refusal, StatusCodes.Status429TooManyRequests, "Too many requests"),
        RefusalKind.Unavailable => Of(refusal, StatusCodes.Status503ServiceUnavailable, "A part of the system does not answer"),
        _ => Internal,
    };

    public static Problem For(ImageRefusedException image) => image.Reason switch
    {
        ImageRefusal.TooLarge => new(StatusCodes.Status413PayloadTooLarge, "image-too-large", "Too large", image.Message),
        _ => new(StatusCodes.Status422UnprocessableEntity, "undecodable-image", "The content cannot be accepted", image.Message),
    };

    public static Problem For(BadHttpRequestException fault, HttpContext context) => fault switch
    {
        { StatusCode: not StatusCodes.Status400BadRequest } => ForStatus(fault.StatusCode),
        { InnerException: JsonException json } => new(
            StatusCodes.Status400BadRequest, "malformed-json", "The request cannot be read",
            json.Path is { Length: > 1 } path
                ? $"The JSON body cannot be read at {path}: the value there has the wrong form. Correct it and send the request again."
                : "The body is not valid JSON of the expected form. Correct it and send the request again; /scalar shows the form."),
        { InnerException: AntiforgeryValidationException } => new(
            StatusCodes.Status400BadRequest, "antiforgery", "The form is out of date", "The page was open for too long or is not ours. Load it again and repeat."),
        _ when ExpectsJson(context) => new(
            StatusCodes.Status400BadRequest, "malformed-json", "The request cannot be read",
            "The body is missing or cannot be read. Send a JSON object; /scalar shows the form."),
        _ => ForStatus(StatusCodes.Status400BadRequest),
    };

    public static Problem ForStatus(int status) => status switch
    {
        StatusCodes.Status400BadRequest => new(status, "malformed-request", "The request cannot be read",
            "A part of the address, a header or the body cannot be read. Compare the request with the reference at /scalar."),
        StatusCodes.Status401Unauthorized => Unauthenticated,
        StatusCodes.Status403Forbidden => new(status, "role-required", "This account may not do that",
            "The account lacks the role for this. Ask an administrator for it, or use an account that holds it."),
        StatusCodes.Status404NotFound => new(status, "not-found", "Not found",
            "There is nothing at this address. The calls are listed at /scalar."),
        StatusCodes.Status405MethodNotAllowed => new(status, "method-not-allowed", "Wrong method",
            "This address does not take that method. The header Allow lists those that it takes."),
        StatusCodes.Status408RequestTimeout => new(status, "request-timeout", "Too slow",
            "The request came in too slowly. Send it again over a better connection."),
        StatusCodes.Status413PayloadTooLarge => new(status, "request-too-large", "Too large",
            "The body is larger than this call takes. Send less at once."),
        StatusCodes.Status415UnsupportedMediaType => new(status, "unsupported-media-type", "Wrong content type",
            "The body has another content type than this call takes: application/json, or multipart/form-data where files are sent; see /scalar."),
        StatusCodes.Status429TooManyRequests => new(status, "too-many-requests", "Too many requests",
            "This account sends faster than allowed. Wait for the seconds in the header Retry-After."),
        >= StatusCodes.Status500InternalServerError => Internal with { Status = status },
        _ => new(status, "refused", "Refused", "The request was refused. Compare it with the reference at /scalar."),
    };

    private static Problem Of(RefusalException refusal, int status, string title) =>
        new(status, refusal.Code, title, refusal.Message, refusal.Fields, refusal.RetryAfter);

    private static bool ExpectsJson(HttpContext context) =>
        context.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()?.Endpoint?.Metadata
            .GetMetadata<IAcceptsMetadata>()?.ContentTypes.Contains("application/json") == true;
}
