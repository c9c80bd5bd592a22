using System.Globalization;
using FaceMatch.Cli.Terminal;

namespace FaceMatch.Cli.Watch;

/// <summary>Reads <c>90s</c>, <c>30m</c>, <c>8h</c>.</summary>
public static class Durations
{
    /// <exception cref="UsageException">Not of that form, or not more than nothing.</exception>
    public static TimeSpan Parse(string text)
    {
        if (text.Length > 1 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount) && amount > 0)
        {
            switch (text[^1])
            {
                case 's':
                    return TimeSpan.FromSeconds(amount);
                case 'm':
                    return TimeSpan.FromMinutes(amount);
                case 'h':
                    return TimeSpan.FromHours(amount);
            }
        }

        throw new UsageException($"'{text}' is not a duration; write it as 90s, 30m or 8h.");
    }
}
