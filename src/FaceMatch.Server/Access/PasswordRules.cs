namespace FaceMatch.Server.Access;

/// <summary>Length is what protects a password (NIST SP 800-63B); demands for symbols only make people write it down.</summary>
public static class PasswordRules
{
    public const int Shortest = 12;

    /// <summary>The hash takes any length; a megabyte of password would only burn time.</summary>
    public const int Longest = 200;

    public const int LeastDifferent = 4;

    /// <summary>What is wrong with it, or null.</summary>
    public static string? Fault(string? password) => password switch
    {
        null or { Length: < Shortest } => $"is shorter than {Shortest} characters; a few words in a row are easy to keep in mind",
        { Length: > Longest } => $"is longer than {Longest} characters",
        _ when password.Distinct().Count() < LeastDifferent => "repeats the same few characters; choose another",
        _ => null,
    };
}
