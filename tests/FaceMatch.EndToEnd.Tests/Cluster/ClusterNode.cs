using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests.Cluster;

/// <summary>One server of a cluster, which has the same ports after a restart, as a machine has the same address.</summary>
internal sealed class ClusterNode : IAsyncDisposable
{
    private static readonly TimeSpan PatienceWithAnswer = TimeSpan.FromSeconds(5);

    private readonly string _data;
    private readonly string _bootstrapKey;
    private readonly Dictionary<string, string> _settings;
    private ServerProcess? _process;

    /// <param name="settings">What all nodes have in common.</param>
    public ClusterNode(string data, string bootstrapKey, IReadOnlyDictionary<string, string> settings)
    {
        _data = data;
        _bootstrapKey = bootstrapKey;
        int[] ports = FreePorts(4);
        SiloPort = ports[0];
        Address = new Uri($"http://127.0.0.1:{ports[2]}");
        Management = new Uri($"http://127.0.0.1:{ports[3]}");
        _settings = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["FACEMATCH_SILO_PORT"] = ports[0].ToString(CultureInfo.InvariantCulture),
            ["FACEMATCH_GATEWAY_PORT"] = ports[1].ToString(CultureInfo.InvariantCulture),
            ["FACEMATCH_URLS"] = Address.ToString(),
            ["FACEMATCH_MANAGEMENT_URLS"] = Management.ToString(),
        };
    }

    /// <summary>By which the other nodes and the membership table know it.</summary>
    public int SiloPort { get; }

    public Uri Address { get; }

    public Uri Management { get; }

    public ServerProcess Process => _process ?? throw new InvalidOperationException("This node was not started.");

    /// <summary>It reads a camera: there is an ffmpeg that is its child. False for a node that does not run.</summary>
    public bool ReadsCamera
    {
        get
        {
            try
            {
                return Directory.EnumerateDirectories($"/proc/{Process.Id}/task")
                    .SelectMany(task => File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
                    .Any(child => File.ReadAllText($"/proc/{child}/comm").Trim() == "ffmpeg");
            }
            catch (IOException)
            {
                // A thread or a child that ended between one look and the next; the caller looks again.
                return false;
            }
        }
    }

    public async Task StartAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = await ServerProcess.StartAsync(_data, _bootstrapKey, _settings);
    }

    /// <returns>Whether it says that every shard of the gallery answers it; false too when it does not answer.</returns>
    public async Task<bool> CoversAllAsync(CancellationToken cancellationToken)
    {
        using HttpClient http = new() { BaseAddress = Management, Timeout = PatienceWithAnswer };
        try
        {
            using HttpResponseMessage answer = await http.GetAsync("/healthz/ready", cancellationToken);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }

    /// <summary>Held open together, so that all differ.</summary>
    private static int[] FreePorts(int count)
    {
        TcpListener[] listeners = [.. Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0))];
        foreach (TcpListener listener in listeners) listener.Start();
        int[] ports = [.. listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port)];
        foreach (TcpListener listener in listeners) listener.Dispose();
        return ports;
    }
}
