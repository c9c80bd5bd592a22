using System.Text.RegularExpressions;

namespace FaceMatch.Vision.Frames;

/// <summary>Shows a camera's source without what opens it: user, password and query go.</summary>
public static partial class SourceName
{
    /// <summary>The source as it may be shown and logged.</summary>
    public static string Redact(string source) => Redact(source, source);

    /// <summary>Takes a source's secrets, and anything that looks like one, out of a text such as a line of ffmpeg.</summary>
    internal static string Redact(string text, string source)
    {
        foreach (Match secret in UserInfo().Matches(source))
            foreach (string part in secret.Groups["user"].Value.Split(':', StringSplitOptions.RemoveEmptyEntries))
                if (part.Length >= ShortestSecret) text = text.Replace(part, "***", StringComparison.Ordinal);
        text = UserInfo().Replace(text, "://***@");
        return Query().Replace(text, "?***");
    }

    /// <summary>Shorter parts are left alone: blotting out every 'a' would leave no message.</summary>
    private const int ShortestSecret = 3;

    /// <summary>The last at sign before a slash ends the secret: passwords with an at sign are common in cameras.</summary>
    [GeneratedRegex(@"://(?<user>[^/\s]*)@", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex UserInfo();

    [GeneratedRegex(@"\?[^\s'""]+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Query();
}
