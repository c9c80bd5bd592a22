using System.Text.Json;
using System.Text.Json.Serialization;

namespace FaceMatch.Vision.Models;

/// <summary>Order of colour planes that a network was trained with.</summary>
public enum ChannelOrder
{
    Bgr,
    Rgb,
    Gray,
}

/// <summary>How a byte becomes a number: (value - <paramref name="Mean"/>) / <paramref name="Divisor"/>.</summary>
public sealed record Normalisation(ChannelOrder Channels, PerChannel Mean, PerChannel Divisor);

/// <summary>One number for every channel, or one for each of three, in the network's own order of channels.</summary>
[JsonConverter(typeof(PerChannelJson))]
public readonly record struct PerChannel(float First, float Second, float Third)
{
    public bool HasZero => First == 0 || Second == 0 || Third == 0;

    public static implicit operator PerChannel(float all) => new(all, all, all);
}

/// <summary>A number, or a list of three.</summary>
internal sealed class PerChannelJson : JsonConverter<PerChannel>
{
    public override PerChannel Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.Number) return reader.GetSingle();
        return JsonSerializer.Deserialize<float[]>(ref reader, options) is [var first, var second, var third]
            ? new PerChannel(first, second, third)
            : throw new JsonException("A number, or a list of three, is expected.");
    }

    public override void Write(Utf8JsonWriter writer, PerChannel value, JsonSerializerOptions options)
    {
        if (value == value.First)
        {
            writer.WriteNumberValue(value.First);
            return;
        }

        JsonSerializer.Serialize(writer, (float[])[value.First, value.Second, value.Third], options);
    }
}
