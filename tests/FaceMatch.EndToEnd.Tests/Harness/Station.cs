using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaceMatch.Cli.Client;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.EndToEnd.Tests.Harness;

/// <summary>A police station of its own: a data directory, its server, and the two people that everything takes.</summary>
internal sealed class Station : IAsyncDisposable
{
    private const string SecondPerson = "second-person";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("facematch-e2e-");
    private readonly string _bootstrapKey = RandomNumberGenerator.GetHexString(64, lowercase: true);
    private string _secondKey = "";

    private Station()
    {
    }

    public ServerProcess Server { get; private set; } = null!;

    /// <summary>Does all that one person may do.</summary>
    public FaceMatchClient First { get; private set; } = null!;

    /// <summary>Approves what the first has asked for.</summary>
    public FaceMatchClient Second { get; private set; } = null!;

    /// <summary>What a shell sets to work with this station.</summary>
    public IReadOnlyDictionary<string, string?> Variables => new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["FACEMATCH_SERVER"] = Server.Address.ToString(),
        ["FACEMATCH_API_KEY"] = _bootstrapKey,
        ["FACEMATCH_APPROVER_KEY"] = _secondKey,
        ["FACEMATCH_BOOTSTRAP_KEY"] = _bootstrapKey,
    };

    public string DataFolder => Folder("data");

    public static async Task<Station> OpenAsync()
    {
        Station station = await OpenWithoutSecondPersonAsync();
        try
        {
            station._secondKey = (await station.First.CreateAccountAsync(
                new CreateAccountRequest(SecondPerson, [Role.Approver.ToWire()], "Station"), TestContext.Current.CancellationToken)).ApiKey;
            station.Second = new FaceMatchClient(station.Server.Address, station._secondKey);
            return station;
        }
        catch
        {
            await station.DisposeAsync();
            throw;
        }
    }

    /// <summary>As a first start leaves it: the bootstrap account alone.</summary>
    public static async Task<Station> OpenWithoutSecondPersonAsync()
    {
        Station station = new();
        try
        {
            await station.StartAsync();
            return station;
        }
        catch
        {
            await station.DisposeAsync();
            throw;
        }
    }

    /// <summary>Another start on the same data, after the server was killed or stopped.</summary>
    public async Task RestartAsync()
    {
        await Server.DisposeAsync();
        First.Dispose();
        Second.Dispose();
        await StartAsync();
        Second = new FaceMatchClient(Server.Address, _secondKey);
    }

    /// <summary>A call that the command line has no use for.</summary>
    public async Task<T> GetAsync<T>(string path)
    {
        using HttpClient http = Http();
        return (await http.GetFromJsonAsync<T>(path, Json, TestContext.Current.CancellationToken))!;
    }

    public async Task<byte[]> GetBytesAsync(string path)
    {
        using HttpClient http = Http();
        return await http.GetByteArrayAsync(path, TestContext.Current.CancellationToken);
    }

    /// <summary>A folder for the test's own files, gone with the station.</summary>
    public string Folder(string name) => _folder.CreateSubdirectory(name).FullName;

    public async Task<string> MakeWatchlistAsync(string name) =>
        (await First.CreateWatchlistAsync(new CreateWatchlistRequest(name, "end-to-end", "missing-person"), TestContext.Current.CancellationToken)).Id;

    public async Task<string> EnrolAsync(string reference)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        CreatedSubject subject = await First.EnrolAsync(
            new EnrolSubjectRequest(reference, "missing-person", "notice", "N-1", "Station", "to find them", now.AddDays(30), now.AddDays(60)),
            TestContext.Current.CancellationToken);
        return subject.Id;
    }

    /// <summary>Enrols, pictures, lists and approves one person.</summary>
    public async Task EnrolAsync(string reference, string watchlistId, string picture)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        string subject = await EnrolAsync(reference);
        await First.AddImageAsync(subject, await File.ReadAllBytesAsync(picture, cancellationToken), "test data", "research", cancellationToken);
        await First.AddToWatchlistAsync(watchlistId, subject, cancellationToken);
        await Second.ApproveSubjectAsync(subject, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        First?.Dispose();
        Second?.Dispose();
        if (Server is not null) await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private HttpClient Http() => new()
    {
        BaseAddress = new Uri(Server.Address, "/api/v1/"),
        DefaultRequestHeaders = { { "X-Api-Key", _bootstrapKey } },
    };

    private async Task StartAsync()
    {
        Server = await ServerProcess.StartAsync(DataFolder, _bootstrapKey);
        First = new FaceMatchClient(Server.Address, _bootstrapKey);
    }
}
