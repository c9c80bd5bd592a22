namespace FaceMatch.Server.Cameras;

/// <summary>Where a camera's picture comes from, and how that may be shown.</summary>
internal static class CameraSource
{
    private const string Hidden = "…";

    /// <summary>The source without user name, password, query and fragment: all of these may hold a secret.</summary>
    public static string? WithoutSecrets(string? source)
    {
        if (source is null || IsFile(source)) return source;
        if (!Uri.TryCreate(source, UriKind.Absolute, out Uri? uri)) return Hidden;
        string query = uri.Query.Length > 1 ? "?" + Hidden : "";
        return $"{uri.Scheme}://{uri.Authority}{uri.AbsolutePath}{query}";
    }

    /// <summary>A file stands for a camera that never ends: it is read at its own pace and begun again at its end.</summary>
    public static bool IsFile(string source) =>
        source.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || !source.Contains("://", StringComparison.Ordinal);
}
