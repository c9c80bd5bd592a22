using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

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

    private ServerProcess(string data, string bootstrapKey, IReadOnlyDictionary<string, string> settings)
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
        foreach ((string name, string value) in settings) _process.StartInfo.Environment[name] = value;
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Where health and metrics are.</summary>
    public Uri Management { get; private set; } = null!;

    public int Id => _process.Id;

    public bool Runs => !_process.HasExited;

    /// <summary>Everything that it wrote, for a failing test to show.</summary>
    public string Log => string.Join('\n', _lines);

    /// <param name="settings">Environment variables beside those that every server of the tests gets, or in their place.</param>
    public static async Task<ServerProcess> StartAsync(string data, string bootstrapKey, IReadOnlyDictionary<string, string>? settings = null)
    {
        ServerProcess server = new(data, bootstrapKey, settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
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
        await SignalAsync("TERM");
        return await EndsAsync();
    }

    /// <param name="signal">Its name without SIG: STOP and CONT pause a process as a hypervisor does a machine.</param>
    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <returns>The exit status of a server that ends by itself.</returns>
    public async Task<int> EndsAsync()
    {
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
        (Address, Management) = (await _address.Task, await _management.Task);
        using HttpClient http = new() { BaseAddress = Management };
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
