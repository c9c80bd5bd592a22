using FaceMatch.Core.Calibrations;
using FaceMatch.Server.Access;
using FaceMatch.Server.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace FaceMatch.Server.Calibrations;

/// <summary>What scores mean, and who signed for it.</summary>
public static class CalibrationEndpoints
{
    public static void AddCalibrations(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<CalibrationService>();
        builder.Services.AddSingleton<ICalibrationService>(services => services.GetRequiredService<CalibrationService>());
    }

    public static void MapCalibrations(this RouteGroupBuilder api)
    {
        RouteGroupBuilder calibrations = api.MapGroup("/calibrations").WithTags("Calibrations");
        calibrations.MapGet("/", ListAsync).WithSummary("The calibration in use, and who approved it.").Refuses(403);
        calibrations.MapPost("/{id}/approval", ApproveAsync)
            .WithSummary("Approves the calibration in use, by the SHA-256 of its file.").Refuses(403, 404, 409, 422);
    }

    private static async Task<Ok<CalibrationView[]>> ListAsync(
        ICalibrationService calibrations, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok<CalibrationView[]>([await calibrations.GetAsync(http.ToActor(), cancellationToken)]);

    private static async Task<Ok<CalibrationView>> ApproveAsync(
        string id, ApproveCalibrationRequest request, ICalibrationService calibrations, HttpContext http, CancellationToken cancellationToken) =>
        TypedResults.Ok(await calibrations.ApproveAsync(http.ToActor(), id, request, cancellationToken));
}
