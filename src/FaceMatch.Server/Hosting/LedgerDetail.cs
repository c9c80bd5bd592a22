using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceMatch.Server.Hosting;

/// <summary>How the particulars of a ledger entry are written. Never a face, a name or an embedding.</summary>
public static class LedgerDetail
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower) },
    };

    public static string Of<T>(T particulars) => JsonSerializer.Serialize(particulars, Options);
}
