using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceMatch.Core.Accounts;
using FaceMatch.Core.Cameras;
using FaceMatch.Core.Subjects;
using FaceMatch.Core.Watchlists;
using FaceMatch.Server.Tests.Hosting;

namespace FaceMatch.Server.Tests.BadInputs;

/// <summary>Alone, so that the memory measured is that of these requests.</summary>
[CollectionDefinition(nameof(BadInputTests), DisableParallelization = true)]
public sealed class BadInputCollection;

[Collection(nameof(BadInputTests))]
public sealed class BadInputTests(FaceMatchServer server) : IAsyncLifetime
{
    private const int Requests = 1_000;
    private const int WarmUp = 3;

    /// <summary>A healthy run moves by some 10 MB; pictures kept in the framework's shared pool moved it by 258.</summary>
    private const long HeapTolerance = 32 << 20;

    /// <summary>Native memory too, with what the allocator keeps for the next peak.</summary>
    private const long ProcessTolerance = 96 << 20;

    private static Targets? _targets;

    public static TheoryData<string> Names => [.. BadInputCases.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Bad_input_gets_its_documented_code(string name)
    {
        BadInput input = BadInputCases.All[name];
        using HttpResponseMessage response = await input.SendAsync(server.Anonymous, _targets!);
        JsonElement problem = await response.RefusedAsync(input.Status, input.Code);
        if (input.Code == "invalid-fields") Assert.NotEmpty(problem.GetProperty("errors").EnumerateObject());
    }

    [Fact]
    public void At_least_fifty_kinds_are_covered() => Assert.True(BadInputCases.All.Count >= 50, $"Only {BadInputCases.All.Count}.");

    [Fact]
    public async Task Memory_after_a_thousand_bad_requests_is_where_it_was()
    {
        for (int round = 0; round < WarmUp; round++) await SendAsync(BadInputCases.All.Count);
        (long heap, long process) = Measure();
        await SendAsync(Requests);
        (long heapAfter, long processAfter) = Measure();
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"Heap {heap >> 20} -> {heapAfter >> 20} MB, process {process >> 20} -> {processAfter >> 20} MB after {Requests} requests.");
        Assert.True(heapAfter - heap < HeapTolerance, $"The managed heap grew by {(heapAfter - heap) >> 20} MB.");
        Assert.True(processAfter - process < ProcessTolerance, $"The process grew by {(processAfter - process) >> 20} MB.");
    }

    public async ValueTask InitializeAsync()
    {
        if (_targets is not null) return;
        HttpClient administrator = await server.AsAsync(Role.Administrator);
        string account = $"taken-{Guid.NewGuid():N}";
        await server.NewAccountAsync(account, Role.Auditor);
        string own = (await PostAsync<CreatedSubject>(server.Bootstrap, "/api/v1/subjects", Enrolments.Request())).Id;
        string list = (await PostAsync<CreatedWatchlist>(server.Bootstrap, "/api/v1/watchlists", new CreateWatchlistRequest($"l{own}", "p", "wanted"))).Id;
        string victims = (await PostAsync<CreatedWatchlist>(server.Bootstrap, "/api/v1/watchlists", new CreateWatchlistRequest($"v{own}", "p", "victim"))).Id;
        string camera = (await PostAsync<CreatedCamera>(administrator, "/api/v1/cameras", new CreateCameraRequest("gate", "fixed", null, "north", "tests"))).Id;
        _targets = new Targets(await server.EnrolAsync(), own, list, victims, camera, account, Guid.NewGuid().ToString("D"));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task SendAsync(int requests)
    {
        BadInput[] inputs = [.. BadInputCases.All.Values];
        for (int request = 0; request < requests; request++)
        {
            BadInput input = inputs[request % inputs.Length];
            using HttpResponseMessage response = await input.SendAsync(server.Anonymous, _targets!);
            Assert.Equal(input.Status, (int)response.StatusCode);
        }
    }

    private static (long Heap, long Process) Measure()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using Process process = Process.GetCurrentProcess();
        return (GC.GetTotalMemory(forceFullCollection: true), process.WorkingSet64);
    }

    private static async Task<T> PostAsync<T>(HttpClient client, string path, object body)
    {
        using HttpResponseMessage response = await client.PostAsJsonAsync(path, body);
        return await response.ReadAsync<T>(HttpStatusCode.Created);
    }
}
