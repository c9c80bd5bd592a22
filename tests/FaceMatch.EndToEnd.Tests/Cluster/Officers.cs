using FaceMatch.Cli.Client;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Deployments;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.EndToEnd.Tests.Harness;

namespace FaceMatch.EndToEnd.Tests.Cluster;

/// <summary>The two people that everything takes, at one node of a cluster.</summary>
internal sealed class Officers : IDisposable
{
    private const string Unit = "Station";

    private readonly FaceMatchClient _first;
    private readonly FaceMatchClient _second;
    private readonly string _task;

    private Officers(FaceMatchClient first, FaceMatchClient second, string task)
    {
        _first = first;
        _second = second;
        _task = task;
    }

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    /// <param name="task">Names what they make; of this task alone.</param>
    public static async Task<Officers> AtAsync(ClusterNode node, string bootstrapKey, string task)
    {
        FaceMatchClient first = new(node.Address, bootstrapKey);
        string key = (await first.CreateAccountAsync(new CreateAccountRequest($"{task}-approver", [Role.Approver.ToWire()], Unit), Cancelled)).ApiKey;
        return new Officers(first, new FaceMatchClient(node.Address, key), task);
    }

    /// <returns>The watchlist that the person is on, approved and searchable.</returns>
    public async Task<string> ListOnePersonAsync(Person person)
    {
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        string list = (await _first.CreateWatchlistAsync(new CreateWatchlistRequest(_task, "end-to-end", "missing-person"), Cancelled)).Id;
        CreatedSubject subject = await _first.EnrolAsync(
            new EnrolSubjectRequest(person.Reference, "missing-person", "notice", "N-1", Unit, "to find them", now.AddDays(30), now.AddDays(60)), Cancelled);
        await _first.AddImageAsync(subject.Id, await File.ReadAllBytesAsync(person.Enrolled, Cancelled), "test data", "research", Cancelled);
        await _first.AddToWatchlistAsync(list, subject.Id, Cancelled);
        await _second.ApproveSubjectAsync(subject.Id, Cancelled);
        return list;
    }

    /// <summary>A camera that watches for a list, for the next hour.</summary>
    public async Task DeployAsync(string source, string list)
    {
        CreatedCamera camera = await _first.CreateCameraAsync(new CreateCameraRequest(_task, "fixed", source, _task, Unit), Cancelled);
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        CreatedDeployment deployment = await _first.RequestDeploymentAsync(
            new CreateDeploymentRequest("end to end", [camera.Id], [list], now, now.AddHours(1), new ThresholdRequest(1e-4, null), Unit, "IA-1"), Cancelled);
        await _second.ApproveDeploymentAsync(deployment.Id, Cancelled);
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }
}
