using System.Net.Http.Headers;
using FaceMatch.Cli.Client;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Policies;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;

namespace FaceMatch.LoadTest.Serving;

/// <summary>
/// What a run needs on the server, made through its API: an account a role, a watchlist, and for frames a camera in a live
/// deployment. Requests go to the servers in turn. Names are of this run alone, so that a server can be loaded again.
/// </summary>
internal sealed class LoadScene(IReadOnlyList<Uri> servers, TimeProvider time) : IDisposable
{
    private const string Unit = "Load test";
    private const string Purpose = "Load test";
    private const string Category = "missing-person";

    private readonly string _run = Guid.NewGuid().ToString("N")[..8];
    private readonly Dictionary<Role, FaceMatchClient[]> _clients = [];
    private readonly List<HttpClient> _pushers = [];
    private int _turn;

    public string WatchlistId { get; private set; } = "";

    private string CameraId { get; set; } = "";

    public async Task PrepareAsync(string bootstrapKey, bool withCamera, CancellationToken cancellationToken)
    {
        using FaceMatchClient bootstrap = new(servers[0], bootstrapKey);
        foreach (Role role in new[] { Role.WatchlistOfficer, Role.Approver, Role.Investigator, Role.Administrator })
        {
            string key = await AccountAsync(bootstrap, role, cameras: null, cancellationToken);
            _clients[role] = [.. servers.Select(server => new FaceMatchClient(server, key))];
        }

        WatchlistId = (await As(Role.WatchlistOfficer).CreateWatchlistAsync(
            new CreateWatchlistRequest($"Load test {_run}", Purpose, Category), cancellationToken)).Id;
        if (withCamera) await PrepareCameraAsync(bootstrap, cancellationToken);
    }

    /// <summary>Subject, image, list and approval: four requests, and the person can be found when it returns.</summary>
    public async Task<string> EnrolAsync(int number, byte[] image, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        FaceMatchClient officer = As(Role.WatchlistOfficer);
        CreatedSubject subject = await officer.EnrolAsync(
            new EnrolSubjectRequest(
                $"load-{_run}-{number}", Category, "Load test", $"load-{_run}-{number}/notice", Unit, Purpose, now.AddDays(10), now.AddDays(20)),
            cancellationToken);
        await officer.AddImageAsync(subject.Id, image, "load test", "load test", cancellationToken);
        await officer.AddToWatchlistAsync(WatchlistId, subject.Id, cancellationToken);
        await As(Role.Approver).ApproveSubjectAsync(subject.Id, cancellationToken);
        return subject.Id;
    }

    public Task<Core.Searches.SearchView> SearchAsync(byte[] image, CancellationToken cancellationToken) =>
        As(Role.Investigator).SearchAsync(
            new Core.Searches.SearchRequest(image, $"load-{_run}", "Load test", Purpose), cancellationToken);

    public async Task PushAsync(byte[] frame, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, $"/api/v1/cameras/{CameraId}/frames") { Content = new ByteArrayContent(frame) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        using HttpResponseMessage response = await _pushers[Turn(_pushers.Count)].SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode) throw new ServerRefusedException(response.StatusCode, null, response.ReasonPhrase ?? "");
    }

    public void Dispose()
    {
        foreach (FaceMatchClient client in _clients.Values.SelectMany(clients => clients)) client.Dispose();
        foreach (HttpClient pusher in _pushers) pusher.Dispose();
    }

    private async Task PrepareCameraAsync(FaceMatchClient bootstrap, CancellationToken cancellationToken)
    {
        CameraId = (await As(Role.Administrator).CreateCameraAsync(
            new CreateCameraRequest($"Load test {_run}", "vehicle", null, Unit, Unit), cancellationToken)).Id;
        DateTimeOffset now = time.GetUtcNow();
        CreatedDeployment deployment = await As(Role.WatchlistOfficer).RequestDeploymentAsync(
            new CreateDeploymentRequest(
                Purpose, [CameraId], [WatchlistId], now, now.AddHours(12), new ThresholdRequest(RecognitionPolicy.Default.LoosestFmr, null), Unit, Purpose),
            cancellationToken);
        await As(Role.Approver).ApproveDeploymentAsync(deployment.Id, cancellationToken);
        string key = await AccountAsync(bootstrap, Role.Camera, [CameraId], cancellationToken);
        foreach (Uri server in servers)
        {
            HttpClient pusher = new() { BaseAddress = server };
            pusher.DefaultRequestHeaders.Add("X-Api-Key", key);
            _pushers.Add(pusher);
        }
    }

    private async Task<string> AccountAsync(FaceMatchClient bootstrap, Role role, IReadOnlyList<string>? cameras, CancellationToken cancellationToken) =>
        (await bootstrap.CreateAccountAsync(
            new CreateAccountRequest($"load-{_run}-{role.ToWire()}", [role.ToWire()], Unit, cameras, null), cancellationToken)).ApiKey;

    private FaceMatchClient As(Role role) => _clients[role][Turn(servers.Count)];

    private int Turn(int of) => (int)((uint)Interlocked.Increment(ref _turn) % (uint)of);
}
