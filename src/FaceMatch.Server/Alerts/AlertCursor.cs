using System.Globalization;
using FaceMatch.Core.Refusals;

namespace FaceMatch.Server.Alerts;

/// <summary>Where a reader stands in the order of arrival.</summary>
internal static class AlertCursor
{
    public static string Write(long sequence) => sequence.ToString(CultureInfo.InvariantCulture);

    /// <exception cref="RefusalException">Code <c>invalid-fields</c>.</exception>
    public static long? Read(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor)) return null;
        if (long.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out long sequence)) return sequence;
        new FieldFaults().Add("after", "is not a cursor; take it from an alert, or leave it out").ThrowIfAny();
        return null;
    }
}
