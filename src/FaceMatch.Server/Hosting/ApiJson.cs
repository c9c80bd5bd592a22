using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using FaceMatch.Core.Faces;

namespace FaceMatch.Server.Hosting;

/// <summary>How the API writes and reads JSON: camel case, names for enums, ISO 8601 in UTC.</summary>
public static class ApiJson
{
    /// <summary>No request of ours nests deeper than three.</summary>
    private const int DeepestNesting = 16;

    public static void AddApiJson(this WebApplicationBuilder builder) =>
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.MaxDepth = DeepestNesting;
            json.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            json.SerializerOptions.TypeInfoResolver =
                (json.SerializerOptions.TypeInfoResolver ?? new DefaultJsonTypeInfoResolver()).WithAddedModifier(OnlySides);
            json.SerializerOptions.Converters.Add(new UtcConverter());
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
        });

    /// <summary>A box is its four numbers; what can be computed from them is for our own code.</summary>
    private static void OnlySides(JsonTypeInfo type)
    {
        if (type.Type != typeof(Box)) return;
        foreach (JsonPropertyInfo property in type.Properties.Where(property => property.Set is null).ToList()) type.Properties.Remove(property);
    }

    private sealed class UtcConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            // The framework's reader holds to ISO 8601; the second reading takes a time without offset as UTC, not as
            // the time of whatever zone the server stands in.
            if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out _)
                && DateTimeOffset.TryParse(
                    reader.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset value))
            {
                return value;
            }

            throw new JsonException("A time is written like 2026-03-01T12:00:00Z.");
        }

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime);
    }
}
