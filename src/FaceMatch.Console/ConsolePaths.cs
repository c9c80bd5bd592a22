using Microsoft.AspNetCore.WebUtilities;

namespace FaceMatch.Console;

/// <summary>Addresses of the console that the host or another room needs to know.</summary>
public static class ConsolePaths
{
    public const string Home = "/";

    /// <summary>Where the cookie handler sends whoever is not signed in.</summary>
    public const string SignIn = "/sign-in";

    /// <summary>Takes the one-time token as <c>?token=</c> and sets up the first administrator.</summary>
    public const string Setup = "/setup";

    public const string PostSignIn = "/account/sign-in";
    public const string PostSetup = "/account/setup";
    public const string PostSignOut = "/account/sign-out";

    internal const string Language = "/console/language";
    internal const string Theme = "/console/theme";

    public static string SignInThenReturn(string localPath) =>
        QueryHelpers.AddQueryString(SignIn, "returnUrl", localPath);

    /// <summary>Only a path of this site may be returned to: an open redirect would lend our name to another site.</summary>
    internal static string Local(string? path) =>
        path is { Length: > 0 } && path[0] == '/' && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('\\', StringComparison.Ordinal)
            ? path
            : Home;
}
