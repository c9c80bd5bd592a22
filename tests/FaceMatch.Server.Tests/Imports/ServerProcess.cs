using System.Diagnostics;
using System.Text.RegularExpressions;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Imports;

/// <summary>The server as a process of its own, so that it can be killed as a power cut would.</summary>
public sealed partial class ServerProcess : IDisposable
{
    private readonly Process _process;

    private ServerProcess(Process process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address };
        Client.DefaultRequestHeaders.Add("X-Api-Key", FaceMatchServer.BootstrapKey);
    }

    /// <summary>With the bootstrap key.</summary>
    public HttpClient Client { get; }

    /// <summary>Comes back when the server listens.</summary>
    public static async Task<ServerProcess> StartAsync(string data)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "FaceMatch.Server.dll")]) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach ((string key, string? value) in FaceMatchServer.Settings(data)) start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        Process process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (Listening().Match(line) is not { Success: true } match) continue;

            // Read on, or the pipe fills and the server waits for it.
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
            return new ServerProcess(process, new Uri(match.Groups["address"].Value));
        }

        throw new InvalidOperationException("The server ended before it listened.");
    }

    /// <summary>SIGKILL: nothing is flushed, nothing is told.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        Client.Dispose();
    }

    [GeneratedRegex("^FaceMatch is at (?<address>http://[^ ,]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
