using System.Diagnostics;
using System.Globalization;

namespace FaceMatch.Tests.Shared;

/// <summary>The programs of an installed PostgreSQL, run as a user that it accepts.</summary>
internal static class PostgresPrograms
{
    private const string DebianRoot = "/usr/lib/postgresql";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Null when PostgreSQL is not installed.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>Said by every test that is left out for want of it.</summary>
    public static string? Missing { get; } = Folder is null ? "PostgreSQL is not installed (apt-get install postgresql)." : null;

    public static async Task RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(Of(program, arguments))!;
        Task<string> said = process.StandardOutput.ReadToEndAsync();
        Task<string> complained = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await complained} {await said}");
    }

    /// <summary>PostgreSQL refuses to run as root; then it runs as the user that its package made.</summary>
    public static ProcessStartInfo Of(string program, params string[] arguments)
    {
        string[] line = Environment.IsPrivilegedProcess ? ["runuser", "-u", "postgres", "--", program, .. arguments] : [program, .. arguments];
        ProcessStartInfo start = new(line[0], line[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
        };
        start.Environment["PATH"] = $"{Folder}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static string? Find() =>
        Directory.Exists(DebianRoot)
            ? Directory.EnumerateDirectories(DebianRoot)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out int version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
                .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            : Environment.GetEnvironmentVariable("PATH")?.Split(':').FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));
}
