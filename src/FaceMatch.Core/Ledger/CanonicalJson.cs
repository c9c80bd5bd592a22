using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace FaceMatch.Core.Ledger;

/// <summary>
/// The one way in which the ledger is written as bytes, for hashing, signing, exporting and verifying alike: JSON in UTF-8 without
/// white space or byte order mark, the keys of every object of ours in ordinal order, numbers as integers, hashes, keys and signatures in
/// lower-case hexadecimal, ids with hyphens, and times in UTC with all seven digits of a tick, <c>2026-03-01T08:30:00.1234567Z</c>.
/// In strings only the quotation mark, the backslash, control characters and what Unicode does not know as a character of the basic plane
/// are escaped.
/// </summary>
internal static class CanonicalJson
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'";

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> bytes = new(initialCapacity: 1024);
        using (Utf8JsonWriter writer = new(bytes, Options)) write(writer);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>The same JSON without white space. The order of its keys is kept: it is the record of whoever wrote it.</summary>
    /// <exception cref="JsonException">This is no JSON.</exception>
    public static string Compact(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return System.Text.Encoding.UTF8.GetString(Of(document.RootElement.WriteTo));
    }

    public static string TimeOf(DateTimeOffset moment) => moment.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    /// <exception cref="FormatException">The text is no time in this form.</exception>
    public static DateTimeOffset ReadTime(string? text) => DateTimeOffset.ParseExact(
        text ?? throw new FormatException("A time is missing."), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
