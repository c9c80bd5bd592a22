using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace FaceMatch.Storage.Mapping;

/// <summary>A moment as its UTC ticks: SQLite has no type that both keeps the offset and sorts.</summary>
internal sealed class UtcTicks() : ValueConverter<DateTimeOffset, long>(
    moment => moment.UtcTicks, ticks => new DateTimeOffset(ticks, TimeSpan.Zero));

/// <summary>A value that is read and written whole, as one JSON column.</summary>
internal sealed class JsonColumn<T>() : ValueConverter<T, string>(value => Json.Write(value), text => Json.Read<T>(text));

internal sealed class JsonComparer<T>() : ValueComparer<T>(
    (left, right) => Json.Write(left) == Json.Write(right),
    value => Json.Write(value).GetHashCode(StringComparison.Ordinal),
    value => Json.Read<T>(Json.Write(value)));

internal static class Json
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    public static T Read<T>(string text) =>
        JsonSerializer.Deserialize<T>(text, Options) ?? throw new InvalidDataException($"A stored {typeof(T).Name} is empty.");

    public static void HaveJson<T>(this ModelConfigurationBuilder builder) =>
        builder.Properties<T>().HaveConversion<JsonColumn<T>, JsonComparer<T>>();
}
