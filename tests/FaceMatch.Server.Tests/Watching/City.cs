using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Subjects;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.Watching;

/// <summary>A watchlist of 200 people, each enrolled by one photograph through the API and approved by a second account.</summary>
public sealed class City(FaceMatchServer server) : IDisposable
{
    public const int People = 200;

    /// <summary>Requests under way at once; more would only wait for the two cores.</summary>
    public const int AtOnce = 4;

    private readonly SemaphoreSlim _one = new(1, 1);
    private Enrolled? _enrolled;

    public async Task<Enrolled> EnrolAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return _enrolled ??= await EnrolAllAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Null when the picture cannot be enrolled: several people, or none seen well enough.</summary>
    public async Task<string?> EnrolAsync(string list, byte[] picture, CancellationToken cancellationToken)
    {
        string id = await server.EnrolAsync();
        using HttpResponseMessage added = await server.AddImageAsync(id, picture);
        if (added.StatusCode == HttpStatusCode.UnprocessableEntity) return null;
        await added.ReadAsync<AddedImage>(HttpStatusCode.Created);
        HttpClient approver = await server.AsAsync(Role.Approver);
        using HttpResponseMessage approved = await approver.PostAsync($"/api/v1/subjects/{id}/approve", content: null, cancellationToken);
        await approved.ReadAsync<SubjectView>();
        await server.PutOnListAsync(list, id);
        return id;
    }

    public void Dispose() => _one.Dispose();

    private async Task<Enrolled> EnrolAllAsync(CancellationToken cancellationToken)
    {
        string list = await server.MakeListAsync();
        ConcurrentDictionary<string, string> probes = new(StringComparer.Ordinal);
        Stopwatch watch = Stopwatch.StartNew();

        // A few more than needed stand by for those whose picture is refused.
        Queue<(string Name, string First, string Second)> people = new(SharedFaces.People(People + (People / 4)));
        while (probes.Count < People && people.Count > 0)
        {
            (string Name, string First, string Second)[] some = [.. Enumerable.Range(0, Math.Min(people.Count, People - probes.Count)).Select(_ => people.Dequeue())];
            await Parallel.ForEachAsync(
                some, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (person, token) =>
                {
                    if (await EnrolAsync(list, await File.ReadAllBytesAsync(person.First, token), token) is { } id) probes[id] = person.Second;
                });
        }

        return new Enrolled(list, probes, watch.Elapsed);
    }
}

/// <param name="Probes">Another photograph of each, by subject id.</param>
public sealed record Enrolled(string Watchlist, IReadOnlyDictionary<string, string> Probes, TimeSpan Took);
