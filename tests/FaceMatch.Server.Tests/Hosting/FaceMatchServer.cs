using System.Collections.Concurrent;
using System.Net.Http.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Server.Hosting;
using FaceMatch.Tests.Shared;
using Microsoft.AspNetCore.Builder;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]
[assembly: AssemblyFixture(typeof(FaceMatch.Server.Tests.Hosting.FaceMatchServer))]

namespace FaceMatch.Server.Tests.Hosting;

/// <summary>
/// The whole server in this process, as it is run: real sockets on free ports, real models, database, vault and silo, in
/// a data directory of its own. One for all tests that do not need it fresh.
/// </summary>
public class FaceMatchServer : IAsyncLifetime
{
    public const string BootstrapKey = "the-key-that-the-tests-start-with-0123456789";

    public const string Connection = "ConnectionStrings:FaceMatch";

    private readonly ConcurrentDictionary<string, Lazy<Task<HttpClient>>> _clients = new(StringComparer.Ordinal);
    private readonly List<HttpClient> _made = [];
    private WebApplication? _app;

    public string DataDirectory { get; } = Path.Combine(Path.GetTempPath(), "facematch-tests", Guid.NewGuid().ToString("N"));

    public Uri Address { get; private set; } = null!;

    public Uri ManagementAddress { get; private set; } = null!;

    public IServiceProvider Services => _app!.Services;

    /// <summary>Without any key.</summary>
    public HttpClient Anonymous { get; private set; } = null!;

    /// <summary>Holds every role; two-person rules stand against it as against anybody.</summary>
    public HttpClient Bootstrap { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await StartAsync();
        Anonymous = NewClient(key: null);
        Bootstrap = NewClient(BootstrapKey);
    }

    /// <summary>A client whose account holds these roles; the same one for the same roles.</summary>
    public Task<HttpClient> AsAsync(params Role[] roles)
    {
        string name = string.Join('+', roles.Order());
        return _clients.GetOrAdd(name, _ => new Lazy<Task<HttpClient>>(() => NewAccountAsync($"{name}-{Guid.NewGuid():N}", roles))).Value;
    }

    /// <summary>A client with an account of its own.</summary>
    public Task<HttpClient> NewAccountAsync(string name, params Role[] roles) => NewAccountInAsync("tests", name, roles);

    /// <summary>The same in another unit than that of all other tests.</summary>
    public async Task<HttpClient> NewAccountInAsync(string unit, string name, params Role[] roles)
    {
        CreateAccountRequest request = new(name, [.. roles.Select(role => role.ToWire())], unit);
        using HttpResponseMessage response = await Bootstrap.PostAsJsonAsync("/api/v1/accounts", request);
        CreatedAccount account = await response.ReadAsync<CreatedAccount>(System.Net.HttpStatusCode.Created);
        return NewClient(account.ApiKey);
    }

    public HttpClient NewClient(string? key)
    {
        // Who asks for leave to send a large body waits for the answer, however busy the machine is.
        SocketsHttpHandler handler = new() { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) };
        HttpClient client = new(handler) { BaseAddress = Address, Timeout = TimeSpan.FromMinutes(2) };
        if (key is not null) client.DefaultRequestHeaders.Add("X-Api-Key", key);
        lock (_made) _made.Add(client);
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (HttpClient client in _made) client.Dispose();
        if (_app is not null)
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        await TestDatabase.DropAsync(DataDirectory);
        if (Directory.Exists(DataDirectory)) Directory.Delete(DataDirectory, recursive: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Settings of every test server.</summary>
    public static Dictionary<string, string?> Settings(string data) => new(StringComparer.Ordinal)
    {
        [Connection] = TestDatabase.ConnectionFor(data),
        [ServerOptions.DataKey] = data,
        [ServerOptions.UrlsKey] = "http://127.0.0.1:0",
        [ServerOptions.ManagementUrlsKey] = "http://127.0.0.1:0",
        [ServerOptions.BootstrapKeyKey] = BootstrapKey,
    };

    /// <summary>For a server that is not as every test server.</summary>
    protected virtual void Change(Dictionary<string, string?> settings)
    {
    }

    private async Task ReadyAsync()
    {
        using HttpClient client = new();
        using CancellationTokenSource patience = new(TimeSpan.FromMinutes(1));
        using PeriodicTimer look = new(TimeSpan.FromMilliseconds(100));
        while (!(await client.GetAsync(new Uri(ManagementAddress, "/healthz/ready"), patience.Token)).IsSuccessStatusCode)
            await look.WaitForNextTickAsync(patience.Token);
    }

    private async Task StartAsync()
    {
        Dictionary<string, string?> settings = Settings(DataDirectory);
        Change(settings);
        _app = Program.Build(new WebApplicationOptions { ApplicationName = "FaceMatch.Server" }, settings);
        await _app.PrepareAsync();
        await _app.StartAsync();
        (IReadOnlyList<string> main, IReadOnlyList<string> management) = _app.BoundAddresses();
        Address = new Uri(main[0]);
        ManagementAddress = new Uri(management[0]);
        await ReadyAsync();
    }
}
