namespace FaceMatch.Server.Hosting;

public static class Logs
{
    /// <summary>
    /// Statements and requests are of no use to an operator and would tell who looked at what; whoever needs them turns
    /// them on in the configuration.
    /// </summary>
    public static void AddLogs(this WebApplicationBuilder builder) =>
        builder.Logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("Orleans", LogLevel.Warning)
            .AddFilter("Polly", LogLevel.Warning)
            .AddFilter("Quartz", LogLevel.Warning)

            // A refused duplicate is an error to it; what is one to us is logged where the request fails.
            .AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Critical)
            .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information)
            .AddConfiguration(builder.Configuration.GetSection("Logging"));
}
