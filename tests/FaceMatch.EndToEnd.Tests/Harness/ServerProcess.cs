using System.Collections.Concurrent;
using System.Diagnostics;

namespace FaceMatch.EndToEnd.Tests.Harness;

/// <summary>The real server, in a process of its own, on ports that the system chose.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    /// <summary>Models are verified and the database migrated first; a busy machine takes its time.</summary>
    private static readonly TimeSpan PatienceAtStart = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan PatienceAtStop = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<Uri> _management = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServerProcess(string data, string bootstrapKey)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Repository.ServerProgram)
            {
                WorkingDirectory = Repository.Root,
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment =
                {
                    ["FACEMATCH_DATA"] = data,
                    ["FACEMATCH_URLS"] = "http://127.0.0.1:0",
                    ["FACEMATCH_MANAGEMENT_URLS"] = "http://127.0.0.1:0",
                    ["FACEMATCH_BOOTSTRAP_KEY"] = bootstrapKey,
                },
            },
        };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Everything that it wrote, for a failing test to show.</summary>
    public string Log => string.Join('\n', _lines);

    public static async Task<ServerProcess> StartAsync(string data, string bootstrapKey)
    {
        ServerProcess server = new(data, bootstrapKey);
        try
        {
            server._process.Start();
            server._process.BeginOutputReadLine();
            server._process.BeginErrorReadLine();
            await server.WaitUntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>As <c>kill -9</c>: nothing in the server gets to run any more.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>As Ctrl-C under <c>ops/run</c>.</summary>
    /// <returns>The exit status.</returns>
    public async Task<int> StopAsync()
    {
        using Process signal = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await signal.WaitForExitAsync(TestContext.Current.CancellationToken);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(PatienceAtStop, TestContext.Current.CancellationToken);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
    }

    private async Task WaitUntilReadyAsync()
    {
        Task gone = _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Task bound = Task.WhenAll(_address.Task, _management.Task).WaitAsync(PatienceAtStart, TestContext.Current.CancellationToken);
        if (await Task.WhenAny(gone, bound) == gone) throw new InvalidOperationException($"The server ended at its start:\n{Log}");
        await bound;
        Address = await _address.Task;
        using HttpClient http = new() { BaseAddress = await _management.Task };
        await Eventually.BecomesTrueAsync("the server to be ready", PatienceAtStart, async token =>
        {
            using HttpResponseMessage answer = await http.GetAsync("/healthz/ready", token);
            return answer.IsSuccessStatusCode;
        });
    }

    private void Read(string? line)
    {
        if (line is null) return;
        _lines.Enqueue(line);
        if (AddressAfter("FaceMatch is at ", line) is { } main) _address.TrySetResult(main);
        if (AddressAfter("Health and metrics: ", line) is { } management) _management.TrySetResult(management);
    }

    private static Uri? AddressAfter(string words, string line) =>
        line.StartsWith(words, StringComparison.Ordinal) ? new Uri(line[words.Length..].Split(' ', ',')[0]) : null;
}
