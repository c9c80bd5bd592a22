using System.Globalization;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Refusals;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace FaceMatch.Server.Cameras;

/// <summary>Cameras, and the frames that some of them push.</summary>
public static class CameraEndpoints
{
    /// <summary>A 4K JPEG at best quality has about 6 MB; a camera that sends more is set up wrong.</summary>
    private const int LargestFrame = 10 << 20;

    public static void AddCameras(this WebApplicationBuilder builder) =>
        builder.Services.AddSingleton<ICameraService, CameraService>();

    public static void MapCameras(this RouteGroupBuilder api)
    {
        RouteGroupBuilder cameras = api.MapGroup("/cameras").WithTags("Cameras");
        cameras.MapPost("/", CreateAsync).WithSummary("Registers a camera. It sees nothing until a deployment names it.").Refuses(403, 422);
        cameras.MapGet("/", ListAsync).WithSummary("Lists the cameras and what they are doing.").Refuses(403);
        cameras.MapPost("/{id}/frames", PushAsync)
            .WithSummary("Takes one frame of a camera that pushes.")
            .Accepts<byte[]>("image/jpeg")
            .WithMetadata(new RequestSizeLimitAttribute(LargestFrame))
            .Refuses(403, 404, 409, 413, 415, 422);
    }

    private static async Task<Created<CreatedCamera>> CreateAsync(
        CreateCameraRequest request, ICameraService cameras, HttpContext http, CancellationToken cancellationToken)
    {
        CreatedCamera created = await cameras.CreateAsync(http.ToActor(), request, cancellationToken);
        return TypedResults.Created($"{ApiPaths.Base}/cameras/{created.Id}", created);
    }

    private static async Task<Ok<IReadOnlyList<CameraView>>> ListAsync(
        ICameraService cameras, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await cameras.ListAsync(http.ToActor(), cancellationToken));

    private static async Task<Accepted> PushAsync(string id, ICameraService cameras, HttpContext http, CancellationToken cancellationToken)
    {
        // Before anything is read.
        Actor actor = http.ToActor();
        actor.Require(Role.Camera);
        DateTimeOffset? capturedAt = CapturedAt(http.Request);
        byte[] frame = await ReadAsync(http.Request, cancellationToken);
        try
        {
            await cameras.PushFrameAsync(actor, EntityId.Parse("camera", id), frame, capturedAt, cancellationToken);
        }
        finally
        {
            Array.Clear(frame);
        }

        return TypedResults.Accepted((string?)null);
    }

    private static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > LargestFrame) throw new BadHttpRequestException("Too large.", StatusCodes.Status413PayloadTooLarge);
        using MemoryStream body = new((int)(request.ContentLength ?? 0));
        await request.Body.CopyToAsync(body, cancellationToken);
        byte[] frame = body.ToArray();
        Array.Clear(body.GetBuffer());
        if (!frame.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            throw new RefusalException(RefusalKind.Unacceptable, "undecodable-image", "The body is not a JPEG picture. Send the frame itself, as image/jpeg.");
        return frame;
    }

    private static DateTimeOffset? CapturedAt(HttpRequest request)
    {
        string? text = request.Headers["X-Captured-At"];
        if (string.IsNullOrWhiteSpace(text)) return null;
        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset at)
            ? at
            : throw new RefusalException(RefusalKind.Unacceptable, "captured-at", "X-Captured-At is not a time; write it like 2026-03-01T12:00:00Z.");
    }
}
