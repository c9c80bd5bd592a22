namespace FaceMatch.Server.Hosting;

public static class ApiPaths
{
    public const string Base = "/api/v1";

    /// <summary>Whether the request is a program's: it gets problem details, never a page or a redirect.</summary>
    public static bool IsApi(this HttpContext context) => context.Request.Path.StartsWithSegments("/api", StringComparison.OrdinalIgnoreCase);
}
