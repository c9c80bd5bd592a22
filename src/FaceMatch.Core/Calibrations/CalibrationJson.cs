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
    };

    public static string Write(Calibration calibration) =>
        JsonSerializer.Serialize(new Document(calibration.Provenance, calibration.Points), Options) + "\n";

    /// <exception cref="CalibrationException">Not a calibration; the message says what is wrong.</exception>
    public static Calibration Read(string json)
    {
        try
        {
            Document document = JsonSerializer.Deserialize<Document>(json, Options)
                ?? throw new CalibrationException("The calibration is empty.");
            return new Calibration(document.Provenance, document.Points);
        }
        catch (JsonException fault)
        {
            throw new CalibrationException($"The calibration is not readable: {fault.Message}", fault);
        }
    }

    private sealed record Document(CalibrationProvenance Provenance, IReadOnlyList<CalibrationPoint> Points);
}
