using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceMatch.Core.Calibrations;

/// <summary>The file form of a calibration, <c>models/PACK/calibration.json</c>.</summary>
public static class CalibrationJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public static string Write(Calibration calibration) =>
        JsonSerializer.Serialize(new Document(calibration.Provenance, calibration.Points, calibration.LowestMeasuredRate), Options) + "\n";

    /// <exception cref="CalibrationException">Not a calibration; the message says what is wrong.</exception>
    public static Calibration Read(string json)
    {
        try
        {
            Document document = JsonSerializer.Deserialize<Document>(json, Options)
                ?? throw new CalibrationException("The calibration is empty.");
            var calibration = new Calibration(document.Provenance, document.Points);
            if (document.ExtrapolatedBelow is { } stated && stated != calibration.LowestMeasuredRate)
                throw new CalibrationException(
                    $"Calibration '{calibration.Id}' is not usable: extrapolatedBelow is {stated:R}, but the lowest rate among its points is {calibration.LowestMeasuredRate:R}.");
            return calibration;
        }
        catch (JsonException fault)
        {
            throw new CalibrationException($"The calibration is not readable: {fault.Message}", fault);
        }
    }

    /// <param name="ExtrapolatedBelow">
    /// Rates under this were not measured, whoever works them out from the points; written so that no reader of the file
    /// overlooks it.
    /// </param>
    private sealed record Document(
        CalibrationProvenance Provenance, IReadOnlyList<CalibrationPoint> Points, double? ExtrapolatedBelow = null);
}
